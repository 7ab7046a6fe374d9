import { describe, expect, test } from "vitest";
import type { BoardRow } from "../contract/BoardRow";
import { boardRows, firstOrder, lines } from "./board";
import { ago, row } from "./board-samples";

const ratings = (rated: number, low: number) => ({ since: ago(33), rated, low, with_remark: 0, as_of: ago(0) });
const tickets = (customer: number) => ({ customer, back_office: 1, tracker: 0, as_of: ago(0) });

const ROWS = [
  row("Brightline", 204, -12, { tags: ["vip"], ratings: ratings(9, 0), tickets: tickets(4) }),
  row("Fieldnote", 0, null, { wait_as_of: ago(0), ratings: ratings(2, 1) }),
  row("Harbour", 31, 5, {
    tags: ["vip", "client"],
    wait: { conversation: "1", since: ago(2), minutes: 120, is_long: false },
    wait_as_of: ago(0),
    tickets: tickets(7),
  }),
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
    [firstOrder("wait"), "Harbour Fieldnote Brightline New Trial"],
    [firstOrder("ratings"), "Fieldnote Brightline Harbour New Trial"],
    [firstOrder("tickets"), "Harbour Brightline Fieldnote New Trial"],
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
