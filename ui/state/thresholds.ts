// From when on Today says something about an account, and the form that changes it.
import type { AccountThresholds } from "../contract/AccountThresholds";
import type { Need } from "../contract/Need";
import type { Rhythm } from "../contract/Rhythm";

/** A threshold as its form shows it. */
export type Threshold = {
  name: keyof AccountThresholds;
  unit: "hours" | "ratings" | "percent";
  /** The least and the most that Rust takes, in the unit. */
  least: number;
  most: number;
};

const THRESHOLDS: Partial<Record<Need["kind"], Threshold>> = {
  waiting: { name: "wait_minutes", unit: "hours", least: 0.25, most: 8784 },
  low_ratings: { name: "low_ratings", unit: "ratings", least: 1, most: 1000 },
  busy_day: { name: "busy_percent", unit: "percent", least: 101, most: 1000 },
  hand_overs: { name: "hand_over_percent", unit: "percent", least: 101, most: 1000 },
};

/** Returns the threshold of a need, or null for a need without one. */
export const thresholdOf = ({ kind }: Need): Threshold | null => THRESHOLDS[kind] ?? null;

/** The number that a need's form begins with. */
export function present({ name, unit }: Threshold, { thresholds }: Rhythm, need: Need): number {
  if (unit !== "hours") return thresholds[name] ?? 0;
  const minutes = thresholds.wait_minutes ?? (need.kind === "waiting" ? need.minutes : 0);
  return minutes / 60;
}

/** Returns the changed thresholds, or null for a text that is no number in the bounds. */
export function changed(threshold: Threshold, text: string, of: AccountThresholds): AccountThresholds | null {
  const number = Number(text.trim().replace(",", "."));
  const isOne = text.trim() !== "" && number >= threshold.least && number <= threshold.most;
  if (!isOne) return null;
  const value = Math.round(threshold.unit === "hours" ? number * 60 : number);
  return { ...of, [threshold.name]: value };
}
