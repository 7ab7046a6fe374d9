import { expect, test } from "vitest";
import type { AccountThresholds } from "../contract/AccountThresholds";
import type { Need } from "../contract/Need";
import type { Rhythm } from "../contract/Rhythm";
import { changed, present, thresholdOf } from "./thresholds";

const OF: AccountThresholds = { wait_minutes: null, low_ratings: 1, busy_percent: 150, hand_over_percent: 200 };
const WAITING: Need = { kind: "waiting", count: 3, minutes: 480, working: true };

test("a need without numbers has no threshold", () => {
  expect(thresholdOf({ kind: "reconnect" })).toBeNull();
  expect(thresholdOf({ kind: "permissions", lacks: [] })).toBeNull();
});

test("the form of waits begins with the present threshold in hours", () => {
  const threshold = thresholdOf(WAITING);
  if (!threshold) throw new Error("waits have a threshold");
  const rhythm = (wait_minutes: number | null) => ({ thresholds: { ...OF, wait_minutes } }) as Rhythm;
  expect(present(threshold, rhythm(null), WAITING)).toBe(8);
  expect(present(threshold, rhythm(90), WAITING)).toBe(1.5);
  expect(changed(threshold, " 2,5 ", OF)).toEqual({ ...OF, wait_minutes: 150 });
});

test.each([
  ["", null],
  ["soon", null],
  ["0", null],
  ["9999", null],
  ["250", 250],
])("percent %o", (text, value) => {
  const threshold = thresholdOf({ kind: "busy_day", day: 1, count: 9, usual: 3 });
  if (!threshold) throw new Error("busy days have a threshold");
  expect(changed(threshold, text, OF)?.busy_percent ?? null).toBe(value);
});
