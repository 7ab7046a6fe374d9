import { describe, expect, test } from "vitest";
import { firstAccount, groups, matches, ordered, topTags } from "./list";
import { account, attempt } from "./samples";

const everything = { query: "", tag: null };

describe("order", () => {
  test("names sort as people read them, whatever the case, with numbers as numbers", () => {
    const names = ["Workspace 10", "alpha", "Workspace 9", "Beta"];
    expect(ordered(names.map((name) => account(name, { name }))).map(({ name }) => name)).toEqual([
      "alpha",
      "Beta",
      "Workspace 9",
      "Workspace 10",
    ]);
  });
  test("sandbox accounts come last, whatever their name", () => {
    const accounts = [account("s", { name: "Aardvark", kind: "sandbox" }), account("r", { name: "Zebra" })];
    expect(ordered(accounts).map(({ id }) => id)).toEqual(["r", "s"]);
  });
  test("equal names keep one order, by id", () => {
    const same = ["c", "a", "b"].map((id) => account(id, { name: "Acme" }));
    expect(ordered(same).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});

describe("search", () => {
  const northwind = account("n", { name: "Northwind Support", tags: ["client", "us-team"] });
  test.each([
    ["nothing typed", "", true],
    ["only spaces", "   ", true],
    ["part of the name, any case", "wInD", true],
    ["the admin's address", "maya@north", true],
    ["the app it came by", "acme", true],
    ["a tag", "us-team", true],
    ["several words, anywhere", "maya northwind", true],
    ["a word that is nowhere", "northwind zebra", false],
    ["the workspace id", "nw7k2p0q", true],
  ])("%s", (_, query, expected) => {
    expect(matches(northwind, { query, tag: null })).toBe(expected);
  });
  test("a chosen tag must be carried whole", () => {
    expect(matches(northwind, { query: "", tag: "client" })).toBe(true);
    expect(matches(northwind, { query: "", tag: "cli" })).toBe(false);
  });
  test("unknown facts do not match the word null", () => {
    expect(matches(account("x", { registration: null }), { query: "null", tag: null })).toBe(false);
  });
});

describe("groups", () => {
  test("an attempt that became an account is no longer connecting", () => {
    const attempts = [attempt("a"), attempt("b", { stage: "connected" }), attempt("c", { stage: "failed" })];
    const shown = groups([account("n")], attempts, everything);
    expect(shown.map(({ name, entries }) => [name, entries.length])).toEqual([
      ["connecting", 1],
      ["accounts", 1],
      ["stopped", 1],
    ]);
  });
  test("real and sandbox accounts never share a group", () => {
    const shown = groups([account("n"), account("s", { kind: "sandbox" })], [], everything);
    expect(shown.map(({ name }) => name)).toEqual(["accounts", "sandbox"]);
  });
  test("a search is for accounts: attempts step aside, and nothing found is nothing shown", () => {
    const tried = [attempt("a"), attempt("b", { stage: "failed" })];
    expect(groups([account("n")], tried, { query: "zebra", tag: null })).toEqual([]);
    const shown = groups([account("n", { name: "Zebra" })], tried, { query: "zebra", tag: null });
    expect(shown.map(({ name }) => name)).toEqual(["accounts"]);
    expect(firstAccount(shown)?.id).toBe("n");
  });
});

describe("tags to filter by", () => {
  const accounts = [account("1", { tags: ["b", "a"] }), account("2", { tags: ["b"] }), account("3", { tags: ["c"] })];
  test("the most used first, then by name, up to the limit", () => {
    expect(topTags(accounts, null, 2)).toEqual(["b", "a"]);
  });
  test("the chosen one is always there, to be let go again", () => {
    expect(topTags(accounts, "c", 2)).toEqual(["c", "b"]);
    expect(topTags([], "gone", 2)).toEqual(["gone"]);
  });
});
