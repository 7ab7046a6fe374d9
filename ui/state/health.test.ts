import { expect, test } from "vitest";
import type { HealthCheck } from "../contract/HealthCheck";
import type { HealthStatus } from "../contract/HealthStatus";
import { faults, holdsTrip, inOrder, isMendable, marks, reportLines } from "./health";

const check = (id: string, status: HealthStatus, more: Partial<HealthCheck> = {}): HealthCheck => ({
  id,
  status,
  title: "Disk",
  message: "It is full.",
  hint: "",
  mendable: false,
  fixed: null,
  ...more,
});
const report = (...checks: HealthCheck[]) => ({ checks, healthy: true });

test("checks at fault come first, and each keeps its order", () => {
  const all = report(
    check("a", "ok"),
    check("b", "warning"),
    check("c", "skipped"),
    check("d", "error"),
    check("e", "warning"),
  );
  expect(inOrder(all).map(({ id }) => id)).toEqual(["d", "b", "e", "a", "c"]);
  expect(faults(all)).toEqual({ errors: 1, warnings: 2 });
  expect(isMendable(all)).toBe(false);
  expect(isMendable(report(check("a", "error"), check("b", "warning", { mendable: true })))).toBe(true);
});

test("report of a round trip is told from others", () => {
  expect(holdsTrip(report(check("scheme", "ok")))).toBe(false);
  expect(holdsTrip(report(check("scheme", "ok"), check("round_trip:scheme", "warning")))).toBe(true);
});

test("each status has a shape of its own", () => {
  expect(new Set(Object.values(marks).map(({ shape }) => shape)).size).toBe(4);
});

test("report as text names repair and hint", () => {
  const lines = reportLines(
    report(check("a", "error", { fixed: "It was mended.", hint: "Make room." }), check("b", "ok")),
  );
  expect(lines).toEqual(["error: Disk: It is full. It was mended. Make room.", "ok: Disk: It is full."]);
});
