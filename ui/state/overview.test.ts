import { expect, test } from "vitest";
import type { AccountCard } from "../contract/AccountCard";
import type { News } from "../contract/News";
import { type Known, updated } from "./overview";
import { account, overview } from "./samples";

const news = (change: Partial<News>): News => ({ ...overview([]), revision: 2, is_whole: false, gone: [], ...change });
const a = account("a", { name: "A" });
const b = account("b", { name: "B" });
const known: Known = { revision: 1, overview: overview([a, b]) };
const ids = ({ overview: { accounts } }: Known) => accounts.map(({ id, name }) => `${id} ${name}`);

test.each<[string, Partial<News>, string[]]>([
  ["nothing is new", {}, ["a A", "b B"]],
  ["one has changed", { accounts: [account("a", { name: "A2" })] }, ["a A2", "b B"]],
  ["one is gone, and one has come", { accounts: [account("c", { name: "C" })], gone: ["a"] }, ["b B", "c C"]],
  ["everything comes again", { accounts: [account("c", { name: "C" })], is_whole: true }, ["c C"]],
])("the rest stays as it was when %s", (_, change, expected) => {
  const now = updated(known, news(change));
  expect(ids(now)).toEqual(expected);
  expect(now.revision).toBe(2);
  expect(now.overview).not.toHaveProperty("gone");
});

test("an unchanged account stays the same object", () => {
  const now = updated(known, news({ accounts: [account("a", { name: "A2" })] }));
  expect(now.overview.accounts[1]).toBe(b as AccountCard);
});

test("the first news become the overview", () => {
  expect(ids(updated(null, news({ accounts: [a], is_whole: true })))).toEqual(["a A"]);
});
