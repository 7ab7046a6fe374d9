import { describe, expect, test } from "vitest";
import { EVERYTHING } from "./filter";
import { accountsOf, groups, unsaved } from "./list";
import { account, attempt, overview } from "./samples";

describe("groups", () => {
  test("an attempt that became an account is no longer connecting", () => {
    const attempts = [
      attempt("a"),
      attempt("b", { stage: "connected", account_id: "n" }),
      attempt("c", { stage: "failed" }),
    ];
    const shown = groups([account("n")], attempts, EVERYTHING);
    expect(shown.map(({ name, entries }) => [name, entries.length])).toEqual([
      ["connecting", 1],
      ["accounts", 1],
      ["stopped", 1],
    ]);
  });
  test("a token that nobody could tell apart yet has no account, and is still to be decided", () => {
    const shown = groups([account("n")], [attempt("a", { stage: "unverified", reconnects: "n" })], EVERYTHING);
    expect(shown.map(({ name }) => name)).toEqual(["connecting", "accounts"]);
  });
  test("real and sandbox accounts never share a group", () => {
    const shown = groups([account("n"), account("s", { kind: "sandbox" })], [], EVERYTHING);
    expect(shown.map(({ name }) => name)).toEqual(["accounts", "sandbox"]);
  });
  test("a search is for accounts: attempts step aside, and nothing found is nothing shown", () => {
    const tried = [attempt("a"), attempt("b", { stage: "failed" })];
    const zebra = { ...EVERYTHING, query: "zebra" };
    expect(groups([account("n")], tried, zebra)).toEqual([]);
    const shown = groups([account("n", { name: "Zebra" })], tried, zebra);
    expect(shown.map(({ name }) => name)).toEqual(["accounts"]);
    expect(accountsOf(shown).map(({ id }) => id)).toEqual(["n"]);
  });
  test("so it is with a status alone", () => {
    expect(groups([account("n")], [attempt("a")], { ...EVERYTHING, status: "limited" })).toEqual([]);
  });
  test("the accounts of what is shown stand from top to bottom, attempts left out", () => {
    const shown = groups([account("n"), account("s", { kind: "sandbox" })], [attempt("a")], EVERYTHING);
    expect(accountsOf(shown).map(({ id }) => id)).toEqual(["n", "s"]);
  });
});

test("the attempt that would be lost with the window is found", () => {
  const held = attempt("b", { stage: "unsaved" });
  expect(unsaved(overview([], [attempt("a"), held]))).toEqual(held);
  expect(unsaved(overview([], [attempt("a")]))).toBeUndefined();
});
