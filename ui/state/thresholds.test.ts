import { expect, test } from "vitest";
import type { AccountThresholds } from "../contract/AccountThresholds";
import type { Need } from "../contract/Need";
import type { Rhythm } from "../contract/Rhythm";
import { ALL_THRESHOLDS, changed, present, shown, thresholdOf, typedThresholds } from "./thresholds";

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
  expect(present(threshold, rhythm(7), WAITING), "a third of a minute is no matter").toBe(0.12);
});

test.each([
  ["", null],
  [" ", null],
  ["1e3", null],
  ["0x10", null],
  ["-2", null],
  ["+2", null],
  ["1,000", null],
  ["1.2.3", null],
  [".5", null],
  ["Infinity", null],
  ["٣", null],
  ["0.24", null],
  ["0.25", 15],
  ["1.5", 90],
  ["1,5", 90],
  [" 2,25 ", 135],
  ["720", 43_200],
  ["720.01", null],
])("hours %o", (text, value) => {
  const threshold = thresholdOf(WAITING);
  if (!threshold) throw new Error("waits have a threshold");
  expect(changed(threshold, text, OF)?.wait_minutes ?? null).toBe(value);
});

test.each([
  ["", null],
  ["soon", null],
  ["0", null],
  ["9999", null],
  ["150.5", null],
  ["250", 250],
])("percent %o", (text, value) => {
  const threshold = thresholdOf({ kind: "busy_day", day: 1, count: 9, usual: 3 });
  if (!threshold) throw new Error("busy days have a threshold");
  expect(changed(threshold, text, OF)?.busy_percent ?? null).toBe(value);
});

test("the form takes an empty wait as the default", () => {
  const rhythm = { thresholds: { ...OF, wait_minutes: 90 } } as Rhythm;
  expect(ALL_THRESHOLDS.map((threshold) => shown(threshold, rhythm))).toEqual(["1.5", "1", "150", "200"]);
  expect(ALL_THRESHOLDS.map((threshold) => shown(threshold, { thresholds: OF } as Rhythm))[0]).toBe("");
  const texts = { wait_minutes: " ", low_ratings: "2", busy_percent: "300", hand_over_percent: "200" };
  expect(typedThresholds(texts, { ...OF, wait_minutes: 90 })).toEqual({
    thresholds: { wait_minutes: null, low_ratings: 2, busy_percent: 300, hand_over_percent: 200 },
  });
  const { thresholds, wrong } = typedThresholds({ ...texts, busy_percent: "99" }, OF);
  expect([thresholds, wrong?.name]).toEqual([undefined, "busy_percent"]);
});
