import { describe, expect, test } from "vitest";
import { eachOnce, repeated, sameName, searchKey } from "./names";

describe("a name is the same in every form of Unicode", () => {
  test.each([
    ["Café", "Cafe\u0301", true],
    ["Ångström", "A\u030angstro\u0308m", true],
    ["Å", "\u212b", true],
    ["q\u0307\u0323", "q\u0323\u0307", true],
    ["각", "\u1100\u1161\u11a8", true],
    ["Café", "Cafe", false],
    ["Café", "café", false],
    ["①", "1", false],
    ["ﬁn", "fin", false],
  ])("%j and %j: %s", (one, other, expected) => {
    expect(sameName(one, other)).toBe(expected);
  });
  test("each is kept once, as it came first", () => {
    expect(eachOnce(["Cafe\u0301", "Café", "café", "Cafe\u0301"])).toEqual(["Cafe\u0301", "café"]);
  });
});

describe("a search finds every form and letter case", () => {
  test.each([
    ["Café Nord", "cafe\u0301", true],
    ["Cafe\u0301 Nord", "CAFÉ", true],
    ["J\u030c", "ǰ", true],
    ["Café", "cafe", false],
  ])("%j, searched for %j: %s", (text, search, expected) => {
    expect(searchKey(text).includes(searchKey(search))).toBe(expected);
  });
});

test("names that occur twice are found in every form of Unicode", () => {
  expect([...repeated(["Café", "Acme", "Cafe\u0301", "acme", "Zoo", "Zoo", "Zoo"])]).toEqual(["Café", "Zoo"]);
});
