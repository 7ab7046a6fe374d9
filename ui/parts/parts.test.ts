import { describe, expect, test } from "vitest";
import { HUES, hue, initial } from "./monogram";
import { groupTops, HEIGHTS, reveal, slice } from "./rows";
import { step } from "./step";
import { meant, spelled, withTag } from "./tags";

const { row: ROW, heading: HEADING } = HEIGHTS;

describe("a monogram shows the first letter or digit", () => {
  test.each([
    ["northwind", "N"],
    ["  “Acme” ", "A"],
    ["🚀 launch", "L"],
    ["42 Labs", "4"],
    ["émile", "É"],
    ["e\u0301mile", "É"],
    ["مساحة", "م"],
    ["🚀", "#"],
    ["", "#"],
  ])("%s is %s", (name, letter) => {
    expect(initial(name)).toBe(letter);
  });

  test("an id keeps its colour, and many ids use them all", () => {
    const hues = Array.from({ length: 200 }, (_, index) => hue(`acc_${index}`));
    expect(hue("acc_7")).toBe(hues[7]);
    expect(new Set(hues)).toEqual(new Set(Array.from({ length: HUES }, (_, index) => index + 1)));
  });
});

describe("only the rows near the visible part are drawn", () => {
  test.each([
    ["at the top", 1000, { top: 0, height: 520 }, { first: 0, last: 20 }],
    ["in the middle", 1000, { top: HEADING + 500 * ROW, height: 520 }, { first: 492, last: 520 }],
    ["at the end", 1000, { top: HEADING + 990 * ROW, height: 520 }, { first: 982, last: 1000 }],
    ["few rows are all drawn", 3, { top: 0, height: 520 }, { first: 0, last: 3 }],
    ["a list far above draws nothing", 3, { top: 90_000, height: 520 }, { first: 3, last: 3 }],
    ["no rows", 0, { top: 0, height: 520 }, { first: 0, last: 0 }],
  ])("%s", (_, count, view, expected) => {
    expect(slice(count, 0, view, HEIGHTS)).toEqual(expected);
  });

  test("larger text makes higher rows, and fewer of them", () => {
    expect(slice(1000, 0, { top: 60 + 500 * 104, height: 520 }, { row: 104, heading: 60 })).toEqual({
      first: 492,
      last: 513,
    });
  });

  test("groups lie below each other", () => {
    expect(groupTops([2, 0, 1], HEIGHTS)).toEqual([0, HEADING + 2 * ROW, 2 * HEADING + 2 * ROW, 3 * HEADING + 3 * ROW]);
  });

  test("rows below no heading begin at the top", () => {
    expect(groupTops([2, 1], HEIGHTS, true)).toEqual([-HEADING, 2 * ROW, HEADING + 3 * ROW]);
    expect(slice(1000, -HEADING, { top: 500 * ROW, height: 520 }, HEIGHTS)).toEqual({ first: 492, last: 520 });
  });
});

describe("a chosen row is brought into sight, and no further", () => {
  const view = { top: 1000, height: 520 };
  test.each([
    ["in sight, nothing moves", 1200, 1000],
    ["above, it moves below the heading", 500, 500 - HEADING],
    ["below, it moves to the end", 2000, 2000 + ROW - 520],
    ["under the sticking heading counts as above", 1010, 1010 - HEADING],
  ])("%s", (_, top, expected) => {
    expect(reveal(top, view, HEIGHTS)).toBe(expected);
  });
});

describe("keys move through a list", () => {
  test.each<[string, string, number, number, number | null]>([
    ["down", "ArrowDown", 3, 10, 4],
    ["down at the end stays", "ArrowDown", 9, 10, 9],
    ["up at the top stays", "ArrowUp", 0, 10, 0],
    ["down from nowhere enters at the top", "ArrowDown", -1, 10, 0],
    ["up from nowhere enters at the end", "ArrowUp", -1, 10, 9],
    ["a page", "PageDown", 2, 10, 7],
    ["a page past the end", "PageDown", 8, 10, 9],
    ["home", "Home", 8, 10, 0],
    ["end", "End", 0, 10, 9],
    ["a letter is not about moving", "a", 0, 10, null],
    ["a word of the language itself is not either", "constructor", 0, 10, null],
    ["an empty list", "ArrowDown", -1, 0, null],
  ])("%s", (_, key, now, count, expected) => {
    expect(step(key, now, count, 5)).toBe(expected);
  });
});

describe("tags are added once, trimmed", () => {
  test.each([
    [["a"], " b ", ["a", "b"]],
    [["a"], "a", ["a"]],
    [["Cafe\u0301"], "Café, café", ["Cafe\u0301", "café"]],
    [["a"], "  ", ["a"]],
    [[], "x, y,,x", ["x", "y"]],
  ])("%j and %j make %j", (tags, typed, expected) => {
    expect(withTag(tags, typed)).toEqual(expected);
  });
});

describe("known tags are found by what is typed", () => {
  const known = ["us-team", "client", "VIP client", "Eu"];
  test.each([
    ["nothing yet", "", known],
    ["a part, any case; what begins with it first", "cLi", ["client", "VIP client"]],
    ["in the middle", "team", ["us-team"]],
    ["nowhere", "zebra", []],
  ])("%s", (_, typed, expected) => {
    expect(meant(known, typed)).toEqual(expected);
  });
  test("a known tag keeps its spelling", () => {
    expect(spelled(known, "EU, new , vip CLIENT")).toEqual(["Eu", "new", "VIP client"]);
    expect(spelled(["Cafe\u0301"], "CAFÉ")).toEqual(["Cafe\u0301"]);
    expect(meant(["Cafe\u0301", "Nord"], "fé")).toEqual(["Cafe\u0301"]);
  });
});
