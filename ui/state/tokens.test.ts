import { describe, expect, test } from "vitest";
import type { Account } from "../contract/Account";
import type { Connected } from "../contract/Connected";
import type { ListedToken } from "../contract/ListedToken";
import type { Fault } from "../messages/problems";
import {
  asTyped,
  collected,
  isTooLarge,
  joined,
  LARGEST,
  lineOf,
  rowsOf,
  settled,
  textOf,
  triable,
  without,
} from "./tokens";

const listed = (line: number, change: Partial<ListedToken> = {}): ListedToken => ({
  line,
  name: null,
  tags: [],
  error: null,
  ...change,
});
const connected = (id: string, outcome: Connected["outcome"] = "connected"): Connected => ({
  account: { id, name: id } as Account,
  outcome,
});
const fault: Fault = { code: "unexpected", provider_code: null };

describe("the lines of a list", () => {
  test.each<[string, string, number[], string]>([
    ["all stay", "a\nb\nc", [], "a\nb\nc"],
    ["done ones go, and the others keep their text", "token,name\na,A\nb,B\n\nc", [2, 5], "token,name\nb,B\n"],
    ["the last one goes", "a", [1], ""],
    ["the line ends of Windows stay at the lines that stay", "a\r\nb\r\nc", [2], "a\r\nc"],
    ["a number past the end changes nothing", "a", [2], "a"],
  ])("%s", (_, list, done, left) => {
    expect(without(list, new Set(done))).toBe(left);
  });
  test("count from 1", () => {
    expect([lineOf("a\nb", 1), lineOf("a\nb", 2), lineOf("a\nb", 3)]).toEqual(["a", "b", ""]);
  });
  test("of a file go below the ones that are there", () => {
    expect([joined("a\n\n", "b"), joined("a", "b\n"), joined(" \n", "b")]).toEqual(["a\nb", "a\nb\n", "b"]);
  });
  test("get the line ends of the field", () => {
    expect(asTyped("a\r\nb\rc\n")).toBe("a\nb\nc\n");
  });
  test("may take 1 MiB, counted in bytes", () => {
    expect([isTooLarge("a".repeat(LARGEST)), isTooLarge("a".repeat(LARGEST + 1))]).toEqual([false, true]);
    expect([isTooLarge("é".repeat(LARGEST / 2)), isTooLarge("é".repeat(LARGEST / 2 + 1))]).toEqual([false, true]);
  });
});

describe("the rows", () => {
  test("show a failure as long as their line does not change", () => {
    const failures = new Map([["b,B", fault]]);
    const errors = (list: string) => rowsOf(list, [listed(1), listed(2)], failures).map(({ error }) => error);
    expect(errors("a\nb,B")).toEqual([null, fault]);
    expect(errors("b,B\na")).toEqual([fault, null]);
    expect(errors("a\nb,C")).toEqual([null, null]);
  });
  test("show a mistake in the line before an older failure", () => {
    const mistake = { code: "usage" } as Fault & ListedToken["error"];
    expect(rowsOf("b", [listed(1, { error: mistake })], new Map([["b", fault]]))[0]?.error).toBe(mistake);
  });
  test("can be tried again after a failure, but not with a mistake", () => {
    const mistake = { code: "usage" } as unknown as ListedToken["error"];
    const rows = rowsOf("a\nb\nc", [listed(1), listed(2, { error: mistake }), listed(3)], new Map([["c", fault]]));
    expect(triable(rows)).toBe(2);
  });
  test("turn done with the account's name, or say why not", () => {
    const rows = rowsOf("a\nb", [listed(1), listed(2, { name: "B" })], new Map());
    const first = settled(rows, { line: 1, connected: connected("Northwind"), error: null });
    expect(first.map(({ name, done }) => [name, done])).toEqual([
      ["Northwind", true],
      ["B", false],
    ]);
    const error = fault as unknown as ListedToken["error"];
    expect(settled(first, { line: 2, connected: null, error })[1]).toMatchObject({ name: "B", done: false, error });
  });
});

test("two lines of one account are one account", () => {
  const first = collected([], connected("a"));
  const all = collected(collected(first, connected("b")), connected("a", "already_connected"));
  expect(all.map(({ account, outcome }) => [account.id, outcome])).toEqual([
    ["b", "connected"],
    ["a", "already_connected"],
  ]);
});

describe("a file", () => {
  const bytes = (...all: number[]) => new Uint8Array(all).buffer;
  test("is read as UTF-8", () => {
    expect(textOf(bytes(0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0xc3, 0xa9))).toBe("a\r\né");
  });
  test("in another encoding is refused", () => {
    expect([textOf(bytes(0x61, 0xe9)), textOf(bytes(0xff, 0xfe, 0x61, 0x00))]).toEqual([null, null]);
  });
});
