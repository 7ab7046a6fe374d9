import { describe, expect, test } from "vitest";
import type { Figure } from "../contract/Figure";
import { asOf, below, type FigureProblem, isDue, lacked, missing, percentLeft, problems } from "./figures";
import { account, failureOf } from "./samples";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const figure = (change: Partial<Figure> = {}): Figure => ({
  name: "contacts",
  count: 1,
  as_of: "2026-11-25T12:00:00Z",
  missing: null,
  trouble: null,
  ...change,
});
const detail = (figures: Figure[], reading = false) => ({
  id: "a",
  figures,
  reading,
  has_page: true,
  lacks: [],
  headroom: null,
  me: null,
});

test("the age of the figures is that of the oldest one", () => {
  const old = figure({ as_of: "2026-11-25T09:00:00Z" });
  const lacking = figure({ count: null, as_of: "2026-11-20T09:00:00Z", missing: "Read tags" });
  expect(asOf([figure(), old, lacking])).toBe("2026-11-25T09:00:00Z");
  expect(asOf([lacking])).toBeNull();
  const withdrawn = figure({ as_of: "2026-08-01T09:00:00Z", missing: "Read tags" });
  expect(asOf([figure(), withdrawn]), "a figure without permission does not count").toBe("2026-11-25T12:00:00Z");
  expect(asOf([])).toBeNull();
});

test("an account lacks what refresh and figures found, each once", () => {
  const tags = figure({ name: "tags", missing: "Read tags" });
  const detail = { id: "a", figures: [figure(), tags], reading: false, has_page: true, headroom: null, me: null };
  expect(lacked({ ...detail, lacks: ["Read one admin", "Read tags"] })).toEqual(["Read one admin", "Read tags"]);
  expect(lacked({ ...detail, lacks: [] })).toEqual(["Read tags"]);
  expect(lacked(null)).toEqual([]);
});

test("a permission that several figures lack is named once", () => {
  const lacks = (permission: string) => figure({ count: null, missing: permission });
  expect(missing([lacks("Read tags"), figure(), lacks("Read admins"), lacks("Read tags")])).toEqual([
    "Read tags",
    "Read admins",
  ]);
});

// A problem of all readable figures names none of them.
test("each problem of figures appears once, with its figures", () => {
  const [unreachable, malformed] = [failureOf("provider_unreachable"), failureOf("provider_unreadable")];
  const down = figure({ trouble: unreachable });
  const odd = figure({ name: "tickets", trouble: malformed });
  expect(problems([figure()])).toEqual([]);
  expect(
    problems([down, figure({ name: "teams" }), odd, figure({ name: "tags", trouble: { ...unreachable } })]),
  ).toEqual([
    { error: unreachable, affected: ["contacts", "tags"] },
    { error: malformed, affected: ["tickets"] },
  ]);
  expect(problems([down, figure({ name: "tags", count: null, missing: "Read tags" })])).toEqual([
    { error: unreachable, affected: [] },
  ]);
});

describe("the line below a count says why it is old", () => {
  const error = failureOf("provider_unreachable");
  const some: FigureProblem[] = [{ error, affected: ["contacts"] }];
  const denied = { words: "no permission", wrong: false };
  test.each<[string, Partial<Figure>, FigureProblem[], ReturnType<typeof below>]>([
    ["nothing below a fresh count", {}, [], null],
    ["a permission is missing", { count: null, missing: "Read tags" }, [], denied],
    ["a permission went missing", { missing: "Read tags" }, [], denied],
    ["the last reading failed", { trouble: error }, some, { words: "couldn’t update", wrong: true }],
    ["nothing below a count when all failed", { trouble: error }, [{ error, affected: [] }], null],
  ])("%s", (_, change, wrong, expected) => {
    expect(below(figure(change), wrong)).toEqual(expected);
  });
});

test.each([
  ["nothing is known yet", figure({ count: null, as_of: null }), null, true],
  ["all is fresh", figure(), null, false],
  ["all is older than a minute", figure({ as_of: "2026-11-25T11:58:00Z" }), null, true],
  ["it was tried just now", figure({ count: null, as_of: null }), NOW - 5_000, false],
  ["it was tried a while ago", figure({ count: null, as_of: null }), NOW - 65_000, true],
])("figures are due or not: %s", (_, one, tried, due) => {
  expect(isDue(account("a"), detail([one]), tried, NOW)).toBe(due);
});

test.each(["disabled", "needs_reconnect"] as const)("a %s account is never read automatically", (status) => {
  expect(isDue(account("a", { status }), detail([figure({ count: null })]), null, NOW)).toBe(false);
});

test("a running reading makes no other one due", () => {
  expect(isDue(account("a"), detail([figure({ count: null })], true), null, NOW)).toBe(false);
});

test("the free rate limit is whole percent, rounded down", () => {
  const left = (limit: number, remaining: number) => percentLeft({ limit, remaining, as_of: "" });
  expect([left(1666, 1665), left(1666, 0), left(1666, 1666), left(0, 0)]).toEqual([99, 0, 100, 0]);
});
