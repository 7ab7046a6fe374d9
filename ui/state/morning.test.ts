import { expect, test } from "vitest";
import type { Today } from "../contract/Today";
import { ago, NOW, row } from "./board-samples";
import { message } from "./morning";

const NONE: Today = {
  needs: [],
  other_needs: 0,
  put_off: 0,
  unknown: 0,
  accounts: [],
  morning: "off",
  next_reading: null,
};

test("the message names needs, then every account by its load", () => {
  const needs = [{ account: "l", name: "Lumen", need: { kind: "reconnect" }, since: ago(15) } as const];
  const accounts = [
    row("Brightline", 204, -12, {
      wait: { conversation: "1", since: ago(76), minutes: 4560, is_long: true },
      ratings: { since: ago(33), rated: 9, low: 2, with_remark: 1, as_of: ago(0) },
      tickets: { customer: 40, back_office: 20, tracker: 1, as_of: ago(0) },
    }),
    row("Fieldnote", 0, 0),
    row("Harbour", 31, null),
    row("Lumen", 4, 2, { open_as_of: ago(40), open_failed: true }),
    row("New", null, null),
  ];
  expect(message({ ...NONE, needs: [...needs], other_needs: 2, accounts }, NOW).join("\n")).toBe(
    `Today, Wednesday 2 December at 09:00

Needs attention:
• Lumen stopped working yesterday 18:00. Connect it again.
• and 2 more needs

Open conversations:
• Brightline: 204, −12 since yesterday 09:00, longest wait 3 d 4 h, 2 of 9 ratings low, 61 open tickets
• Harbour: 31
• Lumen: 4, counted Mon 17:00
• Fieldnote: 0, unchanged since yesterday 09:00
• New: not counted yet`,
  );
  expect(message(NONE, NOW)).toContain("No account needs attention.");
  const unknown = message({ ...NONE, unknown: 2 }, NOW);
  expect(unknown).toContain("2 accounts have no current reading.");
  expect(unknown).not.toContain("No account needs attention.");
});

test("the message holds no mark that a chat shows as a box", () => {
  const need = { kind: "permissions", lacks: ["Read tags"] } as const;
  const needs = [{ account: "k", name: "Kestrel", need: { ...need, lacks: [...need.lacks] }, since: null }];
  expect(message({ ...NONE, needs }, NOW)).toContain("• Kestrel lacks the permission “Read tags”.");
});
