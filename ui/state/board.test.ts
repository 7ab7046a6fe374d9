import { describe, expect, test } from "vitest";
import type { BoardRow } from "../contract/BoardRow";
import { boardRows, changeText, firstOrder, lines, message } from "./board";

const NOW = new Date(2026, 11, 2, 9, 0).getTime();
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();

const row = (name: string, open: number | null, by: number | null, more: Partial<BoardRow> = {}): BoardRow => ({
  id: name,
  name,
  tags: [],
  kind: "app",
  status: "connected",
  open,
  open_as_of: open === null ? null : ago(0),
  open_failed: false,
  open_change: by === null ? null : { by, since: ago(24) },
  open_course: [],
  ...more,
});
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

test("a course is drawn from its lowest to its highest, and breaks at a day without a count", () => {
  expect(lines([0, 10, null, 5], 30, 20)).toEqual(["0,20 10,0", "30,10"]);
  expect(lines([3, 3], 30, 20), "a course that stays is a line in the middle").toEqual(["0,10 30,10"]);
  expect(lines([null, null], 30, 20)).toEqual([]);
});

test("a change names the reading that it counts from", () => {
  expect(changeText(row("A", 1, -12), NOW)).toBe("−12 since yesterday 09:00");
  expect(changeText(row("A", 1, 0), NOW)).toBe("0 since yesterday 09:00");
  expect(changeText(row("A", 1, null), NOW)).toBeNull();
});

test("the message says who needs a person, and lists every account", () => {
  const needs = [{ account: "l", name: "Lumen", need: { kind: "reconnect" }, since: ago(15) } as const];
  expect(message({ needs: [...needs], other_needs: 2, accounts: ROWS.slice(0, 4) }, NOW)).toBe(
    `Today, Wednesday 2 December at 09:00
Needs you:
• Lumen stopped working yesterday 18:00: its token is dead.
2 more needs. The rows show why.

Open conversations:
• Brightline: 204 (−12 since yesterday 09:00)
• Fieldnote: 0
• Harbour: 31 (+5 since yesterday 09:00)
• New: not counted yet`,
  );
  expect(message({ needs: [], other_needs: 0, accounts: [] }, NOW)).toContain("No account needs you.");
});
