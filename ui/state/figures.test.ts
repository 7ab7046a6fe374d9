import { describe, expect, test } from "vitest";
import type { Figure } from "../contract/Figure";
import { asOf, isDue, lacked, missing, percentLeft, problems, shown, updatedAt } from "./figures";
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
  waiting: { since: null, conversation_id: null, as_of: null, missing: null, trouble: null },
  reading,
  has_page: true,
  workspace: { id: null, name: null, region: null, timezone: null, created_at: null },
  admin: { id: null, name: null, email: null, email_verified: null },
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
  const known = detail([figure(), tags]);
  expect(lacked({ ...known, lacks: ["Read one admin", "Read tags"] })).toEqual(["Read one admin", "Read tags"]);
  expect(lacked({ ...known, lacks: [] })).toEqual(["Read tags"]);
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

describe("a cell shows a number, or the permission that it needs", () => {
  const error = failureOf("provider_unreachable");
  const plan = { ...error, provider_code: "api_plan_restricted" };
  const number = (change: object = {}) => ({
    kind: "number",
    count: 1,
    age: null,
    note: null,
    wrong: false,
    ...change,
  });
  const yesterday = "2026-11-24T10:00:00Z";
  test.each<[string, Partial<Figure>, object]>([
    ["a fresh number", { name: "tags" }, number()],
    ["a fresh number with what it counts", {}, number({ note: "users and leads" })],
    [
      "a number after a failure, with its age although it is young",
      { trouble: error },
      number({ age: "just now", note: "couldn’t update", wrong: true }),
    ],
    [
      "an older number after a failure",
      { as_of: yesterday, trouble: plan },
      number({ age: "yesterday", note: "not in your Intercom plan", wrong: true }),
    ],
    [
      "a number that is more than a day old",
      { as_of: yesterday },
      number({ age: "yesterday", note: "users and leads" }),
    ],
    ["a permission is missing", { count: null, missing: "Read tags" }, { kind: "lacks", permission: "Read tags" }],
    ["a permission went missing", { missing: "Read tags", trouble: error }, { kind: "lacks", permission: "Read tags" }],
    [
      "nothing came yet, and the line below has its place",
      { count: null, as_of: null },
      { kind: "none", note: "users and leads", wrong: false },
    ],
    [
      "nothing came, and the last try failed",
      { count: null, as_of: null, trouble: error },
      { kind: "none", note: "couldn’t update", wrong: true },
    ],
  ])("%s", (_, change, expected) => {
    const one = figure(change);
    expect(shown(one.name, [one], NOW)).toEqual(expected);
  });
  test("a figure that the engine does not name yet", () => {
    expect(shown("tags", [], NOW)).toEqual({ kind: "none", note: null, wrong: false });
  });
});

describe("open conversations name their parts", () => {
  const of = (name: Figure["name"], count: number | null, more: Partial<Figure> = {}) =>
    figure({ name, count, ...more });
  const open = of("conversations_open", 180);
  const unassigned = of("conversations_unassigned", 1044);
  const all = of("conversations_all_open", 192);
  test.each<[string, Figure[], string | null]>([
    ["all are known", [open, unassigned, all], "1,044 unassigned · 12 more with Fin"],
    ["only the open ones", [open], null],
    ["no count with Fin’s", [open, unassigned, { ...all, count: null }], "1,044 unassigned"],
    ["no count without a teammate", [open, all], "12 more with Fin"],
    ["a count with Fin’s that is too low", [open, unassigned, { ...all, count: 179 }], "1,044 unassigned"],
    ["none with Fin", [open, { ...all, count: 180 }], "0 more with Fin"],
    ["a part without permission", [open, unassigned, { ...all, missing: "Read conversations" }], "1,044 unassigned"],
  ])("%s", (_, figures, note) => {
    expect(shown(open.name, figures, NOW)).toMatchObject({ kind: "number", note });
  });
});

test("a problem names no part beside its whole", () => {
  const error = failureOf("provider_unreachable");
  const down = (name: Figure["name"]) => figure({ name, trouble: error });
  const affected = (names: Figure["name"][]) => problems([figure(), ...names.map(down)])[0]?.affected;
  expect(affected(["conversations_open", "conversations_all_open", "tickets", "tickets_tracker"])).toEqual([
    "conversations_open",
    "tickets",
  ]);
  expect(affected(["conversations_all_open", "tickets_tracker"])).toEqual([
    "conversations_all_open",
    "tickets_tracker",
  ]);
});

test("a page is as old as the oldest fact on it", () => {
  const old = "2026-11-24T10:00:00Z";
  const fresh = "2026-11-25T12:00:00Z";
  expect(updatedAt({ checked_at: fresh }, detail([figure({ as_of: old }), figure()]))).toBe(old);
  expect(updatedAt({ checked_at: old }, detail([figure()]))).toBe(old);
  expect(updatedAt({ checked_at: fresh }, null)).toBe(fresh);
  expect(updatedAt({ checked_at: null }, detail([]))).toBeNull();
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
