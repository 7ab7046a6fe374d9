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
  test("a token without a known workspace is still connecting", () => {
    const shown = groups([account("n")], [attempt("a", { stage: "unverified", reconnects: "n" })], EVERYTHING);
    expect(shown.map(({ name }) => name)).toEqual(["connecting", "accounts"]);
  });
  test("real and sandbox accounts never share a group", () => {
    const shown = groups([account("n"), account("s", { kind: "sandbox" })], [], EVERYTHING);
    expect(shown.map(({ name }) => name)).toEqual(["accounts", "sandbox"]);
  });
  test("a search finds accounts and hides attempts", () => {
    const tried = [attempt("a"), attempt("b", { stage: "failed" })];
    const zebra = { ...EVERYTHING, query: "zebra" };
    expect(groups([account("n")], tried, zebra)).toEqual([]);
    const shown = groups([account("n", { name: "Zebra" })], tried, zebra);
    expect(shown.map(({ name }) => name)).toEqual(["accounts"]);
    expect(accountsOf(shown).map(({ id }) => id)).toEqual(["n"]);
  });
  test("a status filter hides attempts, too", () => {
    expect(groups([account("n")], [attempt("a")], { ...EVERYTHING, status: "limited" })).toEqual([]);
  });
  test("shown accounts are listed from top to bottom", () => {
    const shown = groups([account("n"), account("s", { kind: "sandbox" })], [attempt("a")], EVERYTHING);
    expect(accountsOf(shown).map(({ id }) => id)).toEqual(["n", "s"]);
  });
});

test("the attempt with an unsaved token is found", () => {
  const held = attempt("b", { stage: "unsaved" });
  expect(unsaved(overview([], [attempt("a"), held]))).toEqual(held);
  expect(unsaved(overview([], [attempt("a")]))).toBeUndefined();
});
