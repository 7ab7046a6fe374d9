import { expect, test } from "vitest";
import { ago, NOW, row } from "./board-samples";
import { message } from "./morning";

test("the message says who needs a person, and lists every account", () => {
  const needs = [{ account: "l", name: "Lumen", need: { kind: "reconnect" }, since: ago(15) } as const];
  const accounts = [
    row("Brightline", 204, -12),
    row("Fieldnote", 0, 0),
    row("Harbour", 31, null),
    row("New", null, null),
  ];
  expect(message({ needs: [...needs], other_needs: 2, put_off: 0, accounts }, NOW)).toBe(
    `Today, Wednesday 2 December at 09:00
Needs you:
• Lumen stopped working yesterday 18:00. Connect it again.
2 more needs. The rows show why.

Open conversations:
• Brightline: 204 (−12 since yesterday 09:00)
• Fieldnote: 0 (0 since yesterday 09:00)
• Harbour: 31
• New: not counted yet`,
  );
  expect(message({ needs: [], other_needs: 0, put_off: 0, accounts: [] }, NOW)).toContain("No account needs you.");
});
