import { describe, expect, test } from "vitest";
import type { Attempt } from "../contract/Attempt";
import { EVERYTHING } from "./filter";
import { exists, follow, settle, without } from "./follow";
import { onAccount, type Place } from "./place";
import { account, attempt, overview, registration } from "./samples";

const a = account("a");
const b = account("b");
const c = account("c");
const onAttempt: Place = { kind: "attempt", id: "t" };
const nothing: ReadonlySet<string> = new Set();

describe("the page follows changes of accounts", () => {
  const full = overview([a, b, c], [attempt("t", { reconnects: "c" })]);
  test.each<[string, Place, Parameters<typeof overview>[0], Place]>([
    ["a new window opens on Today", { kind: "home" }, [b, a], { kind: "today" }],
    ["a new window opens the only account", { kind: "home" }, [b], onAccount("b")],
    ["with no account there is nothing to choose", { kind: "home" }, [], { kind: "home" }],
    ["an account that is still there stays", onAccount("b"), [a, b], onAccount("b")],
    ["when it went, the one below takes its place", onAccount("b"), [a, c], onAccount("c")],
    ["when the last one went, the one above does", onAccount("c"), [a, b], onAccount("b")],
    ["when all went, home is left", onAccount("a"), [], { kind: "home" }],
    ["a dismissed reconnect leads back to its account", onAttempt, [a, b, c], onAccount("c")],
    ["the sheet stays open", { kind: "connect" }, [], { kind: "connect" }],
    ["so do the settings", { kind: "settings", section: "about" }, [], { kind: "settings", section: "about" }],
    ["a form for a token of a removed account leads to another", { kind: "token", replaces: "b" }, [a], onAccount("a")],
    ["so does the guide to a new app", { kind: "app", id: null }, [], { kind: "app", id: null }],
    ["an app that was removed meanwhile leaves the sheet", { kind: "app", id: "r" }, [], { kind: "connect" }],
  ])("%s", (_, place, accounts, expected) => {
    expect(follow(place, full, overview(accounts))).toEqual(expected);
  });
});

test("the form of an existing app stays open", () => {
  const editing: Place = { kind: "app", id: "r" };
  const world = { ...overview([a]), registrations: [registration("r")] };
  expect(follow(editing, world, world)).toEqual(editing);
});

test("the neighbour is the one on screen, in every order", () => {
  const late = account("a", { connected_at: "2026-12-01T10:00:00Z" });
  const early = account("z", { connected_at: "2026-10-01T10:00:00Z" });
  const before = overview([late, b, early]);
  const screen = { sort: "connected", pinned: [], filter: EVERYTHING } as const;
  expect(follow(onAccount("b"), before, overview([late, early]), screen)).toEqual(onAccount("z"));
});

describe("with a filter, the neighbour is one that matches", () => {
  const limited = (id: string) => account(id, { status: "limited" });
  const screen = { sort: "name", pinned: [], filter: { ...EVERYTHING, status: "limited" } } as const;
  test.each<[string, Parameters<typeof overview>[0], Place]>([
    ["below", [limited("a"), b, limited("c")], onAccount("c")],
    ["else, where none is left, the next of all", [limited("a"), b, c], onAccount("b")],
  ])("%s", (_, accounts, expected) => {
    expect(follow(onAccount("a"), overview(accounts), overview(accounts.slice(1)), screen)).toEqual(expected);
  });
});

describe("accounts that are being forgotten are not opened", () => {
  const world = overview([a, b, c]);
  test.each<[string, string, Place]>([
    ["the next one that stays is", "ab", onAccount("c")],
    ["or the one above", "bc", onAccount("a")],
    ["or none", "abc", { kind: "home" }],
  ])("%s", (_, going, expected) => {
    const staying = without(world, new Set(going));
    const place = follow(onAccount("b"), world, staying);
    expect(place).toEqual(expected);
    expect(exists(place, staying)).toBe(true);
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
      place: onAccount("b"),
      note: { kind: note, accountId: "b" },
      dismiss: ["t"],
    });
  });

  test("an arrival seen before changes nothing", () => {
    const settled = settle(onAccount("a"), null, arrival({}), new Set(["t"]));
    expect(settled).toEqual({ place: onAccount("a"), note: null, dismiss: [] });
  });
  test.each<Place>([{ kind: "token", replaces: null }, { kind: "tokens" }, { kind: "app", id: null }])(
    "an arrival does not close a form of the kind $kind",
    (typing) => {
      expect(settle(typing, null, arrival({}), nothing)).toMatchObject({ place: typing, note: { accountId: "b" } });
    },
  );
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
      place: onAccount("b"),
      dismiss: ["t", "u"],
    });
  });
});
