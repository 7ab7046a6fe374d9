import { describe, expect, test } from "vitest";
import type { BoardRow } from "../contract/BoardRow";
import { boardRows, firstOrder, lines } from "./board";
import { row } from "./board-samples";

const ROWS = [
  row("Brightline", 204, -12, { tags: ["vip"] }),
  row("Fieldnote", 0, null),
  row("Harbour", 31, 5, { tags: ["vip", "client"] }),
  row("New", null, null),
  row("Trial", 900, 90, { kind: "sandbox" }),
];
const names = (rows: BoardRow[]) => rows.map(({ name }) => name).join(" ");

describe("the order of the board", () => {
  test.each([
    [firstOrder("open"), "Brightline Harbour Fieldnote New Trial"],
    [{ by: "open", down: false }, "Fieldnote Harbour Brightline New Trial"],
    [firstOrder("change"), "Harbour Brightline Fieldnote New Trial"],
    [{ by: "change", down: false }, "Brightline Harbour Fieldnote New Trial"],
    [firstOrder("name"), "Brightline Fieldnote Harbour New Trial"],
    [{ by: "name", down: true }, "New Harbour Fieldnote Brightline Trial"],
  ] as const)("%o", (order, expected) => {
    expect(names(boardRows(ROWS, null, order))).toBe(expected);
  });

  test("a tag leaves its accounts", () => {
    expect(names(boardRows(ROWS, "vip", firstOrder("open")))).toBe("Brightline Harbour");
  });
});

test("a course breaks at a day without a count", () => {
  expect(lines([0, 10, null, 5], 30, 20)).toEqual(["0,20 10,0", "30,10"]);
  expect(lines([3, 3], 30, 20), "a course that stays is a line in the middle").toEqual(["0,10 30,10"]);
  expect(lines([null, null], 30, 20)).toEqual([]);
});
