import { describe, expect, test } from "vitest";
import type { Attempt } from "../contract/Attempt";
import { quoted } from "../messages/format";
import { EVERYTHING } from "./filter";
import type { Pane } from "./pane";
import { backFrom, follow, isCurrent, isOver, noteWords, settle, without } from "./pane";
import { account, attempt, overview, registration } from "./samples";

const a = account("a");
const b = account("b");
const c = account("c");
const onAccount = (id: string): Pane => ({ kind: "account", id });
const onAttempt: Pane = { kind: "attempt", id: "t" };
const nothing: ReadonlySet<string> = new Set();

describe("the page follows changes of accounts", () => {
  const full = overview([a, b, c], [attempt("t", { reconnects: "c" })]);
  test.each<[string, Pane, Parameters<typeof overview>[0], Pane]>([
    ["at the start the first account is chosen", { kind: "home" }, [b, a], onAccount("a")],
    ["with no account there is nothing to choose", { kind: "home" }, [], { kind: "home" }],
    ["an account that is still there stays", onAccount("b"), [a, b], onAccount("b")],
    ["when it went, the one below takes its place", onAccount("b"), [a, c], onAccount("c")],
    ["when the last one went, the one above does", onAccount("c"), [a, b], onAccount("b")],
    ["when all went, home is left", onAccount("a"), [], { kind: "home" }],
    ["a dismissed reconnect leads back to its account", onAttempt, [a, b, c], onAccount("c")],
    ["the sheet stays open", { kind: "connect" }, [], { kind: "connect" }],
    ["so does the guide to a new app", { kind: "app", id: null }, [], { kind: "app", id: null }],
    ["an app that was removed meanwhile leaves the sheet", { kind: "app", id: "r" }, [], { kind: "connect" }],
  ])("%s", (_, pane, accounts, expected) => {
    expect(follow(pane, full, overview(accounts))).toEqual(expected);
  });
});

test("the form of an existing app stays open", () => {
  const editing: Pane = { kind: "app", id: "r" };
  const world = { ...overview([a]), registrations: [registration("r")] };
  expect(follow(editing, world, world)).toEqual(editing);
});

test.each<[string, Pane, Pane]>([
  ["a form leads back to the sheet", { kind: "token", replaces: null }, { kind: "connect" }],
  ["so does an app", { kind: "app", id: "r" }, { kind: "connect" }],
  ["a new token of an account leads back to it", { kind: "token", replaces: "a" }, onAccount("a")],
  ["the sheet leads back to what was open", { kind: "connect" }, onAccount("a")],
])("%s", (_, pane, expected) => {
  expect(isOver(pane)).toBe(true);
  expect(backFrom(pane, onAccount("a"))).toEqual(expected);
});

test("the neighbour is the one on screen, in every order", () => {
  const late = account("a", { connected_at: "2026-12-01T10:00:00Z" });
  const early = account("z", { connected_at: "2026-10-01T10:00:00Z" });
  const before = overview([late, b, early]);
  const screen = { sort: "connected", filter: EVERYTHING } as const;
  expect(follow(onAccount("b"), before, overview([late, early]), screen)).toEqual(onAccount("z"));
});

describe("with a filter, the neighbour is one that matches", () => {
  const limited = (id: string) => account(id, { status: "limited" });
  const screen = { sort: "name", filter: { ...EVERYTHING, status: "limited" } } as const;
  test.each<[string, Parameters<typeof overview>[0], Pane]>([
    ["below", [limited("a"), b, limited("c")], onAccount("c")],
    ["else, where none is left, the next of all", [limited("a"), b, c], onAccount("b")],
  ])("%s", (_, accounts, expected) => {
    expect(follow(onAccount("a"), overview(accounts), overview(accounts.slice(1)), screen)).toEqual(expected);
  });
});

describe("accounts that are being forgotten are not opened", () => {
  const world = overview([a, b, c]);
  test.each<[string, string, Pane]>([
    ["the next one that stays is", "ab", onAccount("c")],
    ["or the one above", "bc", onAccount("a")],
    ["or none", "abc", { kind: "home" }],
  ])("%s", (_, going, expected) => {
    const staying = without(world, new Set(going));
    const pane = follow(onAccount("b"), world, staying);
    expect(pane).toEqual(expected);
    expect(follow(pane, staying, staying)).toEqual(expected);
  });
});

describe("an arrival is shown once", () => {
  const arrival = (change: Partial<Attempt>) =>
    overview([a, b], [attempt("t", { stage: "connected", account_id: "b", ...change })]);

  test.each<[string, Partial<Attempt>, string]>([
    ["a new account", {}, "connected"],
    ["an account known already", { stage: "already_connected" }, "again"],
    ["an account that is not identified yet", { stage: "unverified" }, "unverified"],
    ["an account that was reconnected", { stage: "already_connected", reconnects: "b" }, "reconnected"],
  ])("%s", (_, change, note) => {
    expect(settle(onAttempt, null, arrival(change), nothing)).toEqual({
      pane: onAccount("b"),
      note: { kind: note, accountId: "b" },
      dismiss: ["t"],
    });
  });

  test("an arrival seen before changes nothing", () => {
    const settled = settle(onAccount("a"), null, arrival({}), new Set(["t"]));
    expect(settled).toEqual({ pane: onAccount("a"), note: null, dismiss: [] });
  });
  test.each<Pane>([
    { kind: "token", replaces: null },
    { kind: "app", id: null },
  ])("an arrival does not close a form of the kind $kind", (typing) => {
    expect(settle(typing, null, arrival({}), nothing)).toMatchObject({ pane: typing, note: { accountId: "b" } });
  });
  test("an account that is gone is not chosen", () => {
    expect(settle(onAttempt, null, arrival({ account_id: "gone" }), nothing)).toMatchObject({
      note: null,
      dismiss: ["t"],
    });
  });
  test("of several, the last is chosen and all are dismissed", () => {
    const both = [
      attempt("t", { stage: "connected", account_id: "a" }),
      attempt("u", { stage: "connected", account_id: "b" }),
    ];
    expect(settle(onAttempt, null, overview([a, b], both), nothing)).toMatchObject({
      pane: onAccount("b"),
      dismiss: ["t", "u"],
    });
  });
});

test.each([
  ["about a connected account stays", "connected", "connected", true],
  ["about an unverified account stays while it is one", "unverified", "unverified", true],
  ["about an unverified account goes once it is connected", "unverified", "connected", false],
] as const)("a note %s", (_, kind, status, still) => {
  expect(isCurrent({ kind, accountId: "a" }, overview([account("a", { status })]))).toBe(still);
  expect(isCurrent({ kind, accountId: "gone" }, overview([account("a", { status })]))).toBe(false);
});

describe("a note about a copied link", () => {
  const note = { kind: "copied", attemptId: "t" } as const;
  test.each([
    ["stays while the attempt waits", [attempt("t")], true],
    ["goes when its answer came", [attempt("t", { stage: "exchanging" })], false],
    ["goes with the attempt", [], false],
  ])("%s", (_, attempts, still) => {
    expect(isCurrent(note, overview([], attempts))).toBe(still);
  });
});

test("the note of an unverified account only says it was saved", () => {
  const world = overview([account("a", { name: "Northwind" })]);
  expect(noteWords({ kind: "unverified", accountId: "a" }, world)).toBe(`Switchhook saved ${quoted("Northwind")}.`);
});
