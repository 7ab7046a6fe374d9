import { describe, expect, test } from "vitest";
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import { account } from "./samples";
import { ordered, PROBLEMS_FIRST, SORTS, type Sort } from "./sort";

const NOW = new Date().toISOString();
const ids = (accounts: AccountCard[]) => accounts.map(({ id }) => id).join(" ");

describe("by name", () => {
  test("names sort without case, and numbers as numbers", () => {
    const names = ["Workspace 10", "alpha", "Workspace 9", "Beta"];
    expect(ordered(names.map((name) => account(name, { name }))).map(({ name }) => name)).toEqual([
      "alpha",
      "Beta",
      "Workspace 9",
      "Workspace 10",
    ]);
  });
  test("equal names keep one order, by id", () => {
    expect(ids(ordered(["c", "a", "b"].map((id) => account(id, { name: "Acme" }))))).toBe("a b c");
  });
});

describe("every order sorts equal accounts by name", () => {
  const accounts = [
    account("d", {
      open: 31,
      open_as_of: NOW,
      status: "connected",
      checked_at: null,
      connected_at: "2026-11-04T10:00:00Z",
    }),
    account("c", {
      open: 204,
      open_as_of: NOW,
      status: "limited",
      checked_at: "2026-11-20T10:00:00Z",
      connected_at: "2026-11-01T10:00:00Z",
    }),
    account("b", { status: "connected", checked_at: "2026-11-22T10:00:00Z", connected_at: "2026-11-03T10:00:00Z" }),
    account("a", {
      open: 0,
      open_as_of: NOW,
      status: "needs_reconnect",
      checked_at: null,
      connected_at: "2026-11-02T10:00:00Z",
    }),
    account("0", {
      open: 31,
      open_as_of: NOW,
      status: "disabled",
      checked_at: null,
      connected_at: "2026-11-01T09:00:00Z",
    }),
  ];
  test.each<[string, Sort, string]>([
    ["by name", "name", "0 a b c d"],
    ["most open conversations first, uncounted ones last", "open", "c 0 d a b"],
    ["problems first, disabled accounts last", "status", "a c b d 0"],
    ["the last one checked first, those never checked last", "checked", "b c 0 a d"],
    ["the last one connected first", "connected", "d b a c 0"],
  ])("%s", (_, sort, expected) => {
    expect(ids(ordered(accounts, { sort, pinned: [] }))).toBe(expected);
    expect(ids(accounts)).toBe("d c b a 0");
  });
});

test.each(SORTS)("sandbox accounts come last, ordered %s", (sort) => {
  const accounts = [
    account("s", { name: "Aardvark", kind: "sandbox", status: "disabled", checked_at: "2030-01-01T00:00:00Z" }),
    account("r", { name: "Zebra", connected_at: "2020-01-01T00:00:00Z" }),
  ];
  expect(ids(ordered(accounts, { sort, pinned: [] }))).toBe("r s");
});

test("every status has its place in the order", () => {
  const all: Record<Status, true> = {
    connected: true,
    limited: true,
    needs_reconnect: true,
    unreachable: true,
    unverified: true,
    disabled: true,
  };
  expect(new Set(PROBLEMS_FIRST)).toEqual(new Set(Object.keys(all)));
});

test("pinned accounts come first, in the order of their pins", () => {
  const accounts = ["a", "b", "c", "d"].map((id) => account(id));
  expect(ids(ordered(accounts, { sort: "name", pinned: ["d", "gone", "b"] }))).toBe("d b a c");
});

test("numbers that the list hides sort after the others", () => {
  const accounts = [
    account("a", { open: 500, open_as_of: "2026-01-01T10:00:00Z" }),
    account("b", { open: 900, open_as_of: NOW, open_failed: true }),
    account("c", { open: 3, open_as_of: NOW }),
    account("d"),
  ];
  expect(ids(ordered(accounts, { sort: "open", pinned: [] }))).toBe("c b a d");
});
