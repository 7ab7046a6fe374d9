import { describe, expect, test } from "vitest";
import { chosen, extended, type Press, pressed, type Scene, type Selection, ticked, toggled } from "./selection";

const order = ["a", "b", "c", "d", "e"];
const openOn = (open: string | null): Scene => ({ order, open });
const of = (ids: string, anchor: string, cursor: string): Selection => ({ ids: new Set(ids), anchor, cursor });
const printed = (selection: Selection | null | undefined) =>
  selection ? `${chosen(selection, order).join("")} ${selection.anchor}>${selection.cursor}` : selection;

describe("a click with Ctrl or Command takes one in or out", () => {
  test.each<[string, Selection | null, string | null, string, string | null]>([
    ["the open account is the first of them", null, "a", "c", "ac c>c"],
    ["on the open account itself, it alone begins", null, "a", "a", "a a>a"],
    ["with nothing open, one begins", null, null, "c", "c c>c"],
    ["with something open that is not shown, one begins", null, "x", "c", "c c>c"],
    ["one more", of("ac", "c", "c"), "a", "e", "ace e>e"],
    ["one less", of("ac", "c", "c"), "a", "c", "a c>c"],
    ["the last one out ends it", of("c", "c", "c"), "a", "c", null],
    ["what is no longer shown is not carried along", of("x", "x", "x"), "a", "c", "ac c>c"],
  ])("%s", (_, selection, open, id, expected) => {
    expect(printed(toggled(selection, openOn(open), id))).toBe(expected);
  });
});

describe("a click on a row's box ticks that row alone", () => {
  test.each<[string, Selection | null, string | null, string, string | null]>([
    ["the open account does not join it", null, "a", "c", "c c>c"],
    ["the open account by its own box", null, "a", "a", "a a>a"],
    ["one more", of("c", "c", "c"), "a", "e", "ce e>e"],
    ["the last one out ends it", of("c", "c", "c"), "a", "c", null],
  ])("%s", (_, selection, open, id, expected) => {
    expect(printed(ticked(selection, openOn(open), id))).toBe(expected);
  });
});

describe("a click with Shift takes all in between", () => {
  test.each<[string, Selection | null, string | null, string, boolean, string]>([
    ["from the open account", null, "b", "d", false, "bcd b>d"],
    ["upwards as well", null, "d", "b", false, "bcd d>b"],
    ["with nothing open, one begins", null, null, "d", false, "d d>d"],
    ["from the anchor, letting go of the rest", of("ae", "a", "e"), "b", "c", false, "abc a>c"],
    ["with Ctrl too, keeping the rest", of("ae", "a", "e"), "b", "c", true, "abce a>c"],
    ["an anchor that is not shown begins anew", of("ax", "x", "x"), "b", "c", false, "c c>c"],
  ])("%s", (_, selection, open, to, keep, expected) => {
    expect(printed(extended(selection, openOn(open), to, keep))).toBe(expected);
  });
});

describe("the keys of a list that takes several", () => {
  const key = (key: string, change: Partial<Press> = {}): Press => ({
    key,
    shift: false,
    command: false,
    to: null,
    ...change,
  });
  const some = of("bd", "d", "d");
  test.each<[string, Selection | null, Press, string | null | undefined]>([
    ["an arrow alone opens, which is not decided here", null, key("ArrowDown", { to: "c" }), undefined],
    ["while several are chosen it only moves", some, key("ArrowDown", { to: "e" }), "bd d>e"],
    ["with Shift it extends from what is open", null, key("ArrowDown", { shift: true, to: "c" }), "bc b>c"],
    ["with Shift it extends from the anchor", some, key("ArrowDown", { shift: true, to: "e" }), "de d>e"],
    ["Space begins with what is open", null, key(" "), "b b>b"],
    ["Space takes out where the cursor is", some, key(" "), "b d>d"],
    ["Space takes in where the cursor is", of("bd", "d", "e"), key(" "), "bde e>e"],
    ["Shift and Space take all up to the cursor", of("b", "b", "d"), key(" ", { shift: true }), "bcd b>d"],
    ["Ctrl-A takes all", null, key("a", { command: true }), "abcde a>b"],
    ["so it does with Caps Lock", null, key("A", { command: true }), "abcde a>b"],
    ["Ctrl with an arrow means nothing here", some, key("ArrowDown", { command: true, to: "e" }), undefined],
    ["Escape ends it", some, key("Escape"), null],
    ["Escape without one means something else", null, key("Escape"), undefined],
    ["Enter means something else", some, key("Enter"), undefined],
    ["a letter means nothing", some, key("b"), undefined],
    ["a selection that is filtered away is none", of("x", "x", "x"), key("Escape"), undefined],
  ])("%s", (_, selection, press, expected) => {
    expect(printed(pressed(selection, openOn("b"), press))).toBe(expected);
  });

  test("keys choose nothing in an empty list", () => {
    const nothing: Scene = { order: [], open: null };
    for (const press of [key("a", { command: true }), key(" "), key("ArrowDown", { shift: true })])
      expect(pressed(null, nothing, press)).toBeUndefined();
  });
});

test("the chosen ids are those shown, in the order of the list", () => {
  expect(chosen(of("ecax", "a", "a"), order)).toEqual(["a", "c", "e"]);
  expect(chosen(null, order)).toEqual([]);
});
