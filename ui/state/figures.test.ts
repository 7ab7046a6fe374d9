import { describe, expect, test } from "vitest";
import type { Figure } from "../contract/Figure";
import { asOf, below, isDue, missing, percentLeft, type Trouble, troubles } from "./figures";
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

test("figures are as of the oldest that is shown", () => {
  const old = figure({ as_of: "2026-11-25T09:00:00Z" });
  const lacking = figure({ count: null, as_of: "2026-11-20T09:00:00Z", missing: "Read tags" });
  expect(asOf([figure(), old, lacking])).toBe("2026-11-25T09:00:00Z");
  expect(asOf([lacking])).toBeNull();
  const withdrawn = figure({ as_of: "2026-08-01T09:00:00Z", missing: "Read tags" });
  expect(asOf([figure(), withdrawn]), "what can't be read any more ages alone").toBe("2026-11-25T12:00:00Z");
  expect(asOf([])).toBeNull();
});

test("a permission that several figures lack is named once", () => {
  const lacks = (permission: string) => figure({ count: null, missing: permission });
  expect(missing([lacks("Read tags"), figure(), lacks("Read admins"), lacks("Read tags")])).toEqual([
    "Read tags",
    "Read admins",
  ]);
});

test("each trouble is told once, with the figures that it befell unless those are all that may be read", () => {
  const [unreachable, unreadable] = [failureOf("provider_unreachable"), failureOf("provider_unreadable")];
  const down = figure({ trouble: unreachable });
  const odd = figure({ name: "tickets", trouble: unreadable });
  expect(troubles([figure()])).toEqual([]);
  expect(
    troubles([down, figure({ name: "teams" }), odd, figure({ name: "tags", trouble: { ...unreachable } })]),
  ).toEqual([
    { error: unreachable, befell: ["contacts", "tags"] },
    { error: unreadable, befell: ["tickets"] },
  ]);
  expect(troubles([down, figure({ name: "tags", count: null, missing: "Read tags" })])).toEqual([
    { error: unreachable, befell: [] },
  ]);
});

describe("below a count stands why it is not fresh", () => {
  const error = failureOf("provider_unreachable");
  const some: Trouble[] = [{ error, befell: ["contacts"] }];
  const denied = { words: "not permitted", wrong: false };
  test.each<[string, Partial<Figure>, Trouble[], ReturnType<typeof below>]>([
    ["nothing where it is fresh", {}, [], null],
    ["that it may not be read", { count: null, missing: "Read tags" }, [], denied],
    ["that it may not be read any more", { missing: "Read tags" }, [], denied],
    ["that it was not read", { trouble: error }, some, { words: "not read", wrong: true }],
    ["nothing where that befell all, and is told once", { trouble: error }, [{ error, befell: [] }], null],
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
])("figures are asked for: %s", (_, one, tried, due) => {
  expect(isDue(account("a"), detail([one]), tried, NOW)).toBe(due);
});

test.each(["disabled", "needs_reconnect"] as const)("a %s account is never asked by itself", (status) => {
  expect(isDue(account("a", { status }), detail([figure({ count: null })]), null, NOW)).toBe(false);
});

test("nobody asks twice at once", () => {
  expect(isDue(account("a"), detail([figure({ count: null })], true), null, NOW)).toBe(false);
});

test("headroom is whole percent, rounded down", () => {
  const left = (limit: number, remaining: number) => percentLeft({ limit, remaining, as_of: "" });
  expect([left(1666, 1665), left(1666, 0), left(1666, 1666), left(0, 0)]).toEqual([99, 0, 100, 0]);
});
