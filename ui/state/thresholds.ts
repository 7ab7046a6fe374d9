// From when on Today says something about an account, and the form that changes it.
import type { AccountThresholds } from "../contract/AccountThresholds";
import type { Need } from "../contract/Need";
import type { Rhythm } from "../contract/Rhythm";

/** A threshold as its form shows it. */
export type Threshold = {
  name: keyof AccountThresholds;
  unit: "hours" | "ratings" | "percent";
  /** The least and the most that the form takes, in the unit. Rust takes them, too. */
  least: number;
  most: number;
};

const THRESHOLDS: Partial<Record<Need["kind"], Threshold>> = {
  waiting: { name: "wait_minutes", unit: "hours", least: 0.25, most: 720 },
  low_ratings: { name: "low_ratings", unit: "ratings", least: 1, most: 1000 },
  busy_day: { name: "busy_percent", unit: "percent", least: 101, most: 1000 },
  hand_overs: { name: "hand_over_percent", unit: "percent", least: 101, most: 1000 },
};

/** All thresholds, in the order of their form. */
export const ALL_THRESHOLDS: readonly Threshold[] = Object.values(THRESHOLDS);

/** The number that a form outside a need begins with; empty for the default wait. */
export function shown({ name, unit }: Threshold, { thresholds }: Rhythm): string {
  const value = thresholds[name];
  if (value === null) return "";
  return String(unit === "hours" ? Math.round((value / 60) * 100) / 100 : value);
}

/** Returns the thresholds with all typed numbers, or the first that is refused. An empty wait means the default. */
export function typedThresholds(texts: Record<keyof AccountThresholds, string>, of: AccountThresholds) {
  let thresholds = of;
  for (const threshold of ALL_THRESHOLDS) {
    const text = texts[threshold.name];
    const isDefault = threshold.name === "wait_minutes" && text.trim() === "";
    const next = isDefault ? { ...thresholds, wait_minutes: null } : changed(threshold, text, thresholds);
    if (next === null) return { wrong: threshold };
    thresholds = next;
  }
  return { thresholds };
}

/** Returns the threshold of a need, or null for a need without one. */
export const thresholdOf = ({ kind }: Need): Threshold | null => THRESHOLDS[kind] ?? null;

/** The number that a need's form begins with. */
export function present({ name, unit }: Threshold, { thresholds }: Rhythm, need: Need): number {
  if (unit !== "hours") return thresholds[name] ?? 0;
  const minutes = thresholds.wait_minutes ?? (need.kind === "waiting" ? need.minutes : 0);
  return Math.round((minutes / 60) * 100) / 100;
}

/** Digits alone, and for hours up to two behind a point or comma. "1,000" is refused, since it is one or a thousand. */
const FORMS = { hours: /^\d+([.,]\d{1,2})?$/, ratings: /^\d+$/, percent: /^\d+$/ } satisfies Record<
  Threshold["unit"],
  RegExp
>;

/** Returns the changed thresholds, or null for a text that is no number in the bounds. */
export function changed(
  { name, unit, least, most }: Threshold,
  typed: string,
  of: AccountThresholds,
): AccountThresholds | null {
  const text = typed.trim();
  const number = Number(text.replace(",", "."));
  if (!FORMS[unit].test(text) || number < least || number > most) return null;
  return { ...of, [name]: unit === "hours" ? Math.round(number * 60) : number };
}
