import { describe, expect, test } from "vitest";
import type { AccountCard } from "../contract/AccountCard";
import {
  EVERYTHING,
  type Filter,
  filtered,
  narrows,
  severalStatuses,
  statusCounts,
  tagCounts,
  topTags,
} from "./filter";
import { groups } from "./list";
import { account } from "./samples";
import { ordered, PROBLEMS_FIRST } from "./sort";

const found = (accounts: AccountCard[], change: Partial<Filter>) =>
  filtered(accounts, { ...EVERYTHING, ...change }).map(({ id }) => id);

describe("search", () => {
  const northwind = account("n", {
    name: "Northwind Support Café",
    workspace_name: "Nordwind AG",
    tags: ["client", "us-team", "e\u0301te\u0301"],
  });
  test.each([
    ["nothing typed", "", true],
    ["only spaces", "   ", true],
    ["part of the name, any case", "wInD", true],
    ["the workspace's own name", "nordwind ag", true],
    ["the teammate", "maya ortiz", true],
    ["the teammate's address", "maya@north", true],
    ["the app it came by", "acme", true],
    ["a tag", "us-team", true],
    ["several words, anywhere", "maya northwind", true],
    ["a word that is nowhere", "northwind zebra", false],
    ["a name in another form of Unicode", "cafe\u0301", true],
    ["a tag in another form of Unicode", "ÉTÉ", true],
    ["the workspace id", "nw7k2p0q", true],
  ])("%s", (_, query, expected) => {
    expect(found([northwind], { query })).toEqual(expected ? ["n"] : []);
  });
  test("unknown facts do not match the word null", () => {
    expect(found([account("x", { registration: null })], { query: "null" })).toEqual([]);
  });
});

describe("search, tag and status narrow together", () => {
  const accounts = [
    account("1", { name: "Acme North", tags: ["client"], status: "limited" }),
    account("2", { name: "Acme South", tags: ["client"] }),
    account("3", { name: "Bolt North", tags: ["cli"], status: "limited" }),
  ];
  test.each<[string, Partial<Filter>, string[]]>([
    ["nothing asked", {}, ["1", "2", "3"]],
    ["a tag, carried whole", { tag: "client" }, ["1", "2"]],
    ["a status", { status: "limited" }, ["1", "3"]],
    ["a tag and a status", { tag: "client", status: "limited" }, ["1"]],
    ["all three", { query: "north", tag: "cli", status: "limited" }, ["3"]],
    ["what none has", { query: "south", status: "limited" }, []],
  ])("%s", (_, change, expected) => {
    expect(found(accounts, change)).toEqual(expected);
  });
  test.each<[Partial<Filter>, boolean]>([
    [{}, false],
    [{ query: "  " }, false],
    [{ query: "a" }, true],
    [{ tag: "a" }, true],
    [{ status: "limited" }, true],
  ])("%j narrows: %s", (change, expected) => {
    expect(narrows({ ...EVERYTHING, ...change })).toBe(expected);
  });
});

describe("statuses to filter by", () => {
  const accounts = [
    account("1", { tags: ["a"] }),
    account("2", { status: "needs_reconnect" }),
    account("3", { tags: ["a"] }),
    account("4", { tags: ["a"], status: "limited" }),
  ];
  test("only those that occur, problems first, with counts", () => {
    expect(statusCounts(accounts, EVERYTHING)).toEqual([
      { status: "needs_reconnect", count: 1 },
      { status: "limited", count: 1 },
      { status: "connected", count: 2 },
    ]);
  });
  test("the counts are of accounts that match search and tag", () => {
    const counts = [
      { status: "limited", count: 1 },
      { status: "connected", count: 2 },
    ];
    expect(statusCounts(accounts, { ...EVERYTHING, tag: "a", status: "limited" })).toEqual(counts);
  });
  test("the chosen status is always there, to be cleared", () => {
    expect(statusCounts(accounts, { ...EVERYTHING, query: "2", status: "disabled" })).toContainEqual({
      status: "disabled",
      count: 0,
    });
  });
  test("accounts of one status need no filter", () => {
    expect(severalStatuses([])).toBe(false);
    expect(severalStatuses([account("1"), account("3")])).toBe(false);
    expect(severalStatuses(accounts)).toBe(true);
  });
});

describe("tags to filter by", () => {
  const accounts = [account("1", { tags: ["b", "a"] }), account("2", { tags: ["b"] }), account("3", { tags: ["c"] })];
  const tags = tagCounts(accounts).map(({ tag }) => tag);
  test("the most used first, then by name, with counts", () => {
    expect(tagCounts(accounts)).toEqual([
      { tag: "b", count: 2 },
      { tag: "a", count: 1 },
      { tag: "c", count: 1 },
    ]);
    expect(topTags(tags, null, 2)).toEqual(["b", "a"]);
  });
  test("a tag in two forms of Unicode is one tag", () => {
    const [composed, decomposed] = ["Café", "Cafe\u0301"];
    const both = [account("1", { tags: [decomposed] }), account("2", { tags: [composed, decomposed] })];
    expect(tagCounts(both)).toEqual([{ tag: decomposed, count: 2 }]);
    expect(topTags([decomposed, "a"], composed, 2)).toEqual([composed, "a"]);
    for (const tag of [composed, decomposed]) expect(found(both, { tag })).toEqual(["1", "2"]);
  });
  test("the chosen tag comes first", () => {
    expect(topTags(tags, "a", 2)).toEqual(["a", "b"]);
    expect(topTags(tags, "c", 2)).toEqual(["c", "b"]);
    expect(topTags([], "gone", 2)).toEqual(["gone"]);
  });
});

test("ten thousand accounts are found and ordered like ten", () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    account(`acc_${String(index).padStart(5, "0")}`, {
      name: `Workspace ${9_999 - index}`,
      workspace_id: null,
      region: null,
      tags: index % 10 === 0 ? ["tenth"] : [],
      status: PROBLEMS_FIRST[index % 6] ?? "connected",
      kind: index % 100 === 0 ? "sandbox" : "app",
    }),
  );
  const inOrder = ordered(many, { sort: "status", pinned: [] });
  expect(inOrder.map(({ id }) => id).toSorted()).toEqual(many.map(({ id }) => id));
  expect(inOrder.findIndex(({ kind }) => kind === "sandbox")).toBe(9_900);
  expect(inOrder.slice(0, 2).map(({ name, status }) => [name, status])).toEqual([
    ["Workspace 3", "needs_reconnect"],
    ["Workspace 9", "needs_reconnect"],
  ]);
  const filter: Filter = { query: "workspace 77", tag: "tenth", status: "limited" };
  const expected = many.filter(
    ({ name, tags, status }) => /77/.test(name) && tags.includes("tenth") && status === "limited",
  );
  const shown = groups(inOrder, [], filter).flatMap(({ entries }) => entries);
  expect(shown).toHaveLength(expected.length);
  expect(statusCounts(inOrder, filter).find(({ status }) => status === "limited")?.count).toBe(expected.length);
});
