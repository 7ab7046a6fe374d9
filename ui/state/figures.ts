// The figures of an account: their age, their problems, and when to read them again.
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Failure } from "../contract/Failure";
import type { Figure } from "../contract/Figure";
import type { FigureName } from "../contract/FigureName";
import type { Headroom } from "../contract/Headroom";
import { en } from "../messages/en";
import { shownKeyOf } from "./problem";

/** Milliseconds within which a page that opens again does not ask again. */
const FRESH = 60_000;

/** The time of the oldest figure that can still be read. It is the age of all figures. */
export function asOf(figures: Figure[]): string | null {
  const times = figures.flatMap(({ count, as_of, missing }) =>
    count === null || as_of === null || missing !== null ? [] : [as_of],
  );
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** The permissions that figures lack, each once, in the order of the figures. */
export function missing(figures: Figure[]): string[] {
  return [...new Set(figures.flatMap((figure) => figure.missing ?? []))];
}

/** The permissions that an account lacks: those of the last refresh, then those of figures. */
export const lacked = (detail: AccountDetail | null): string[] =>
  detail === null ? [] : [...new Set([...detail.lacks, ...missing(detail.figures)])];

/** An error and the figures that it affected. None are named when it affected all figures that may be read. */
export type FigureProblem = { error: Failure; affected: FigureName[] };

/** Each problem once, in the order of the figures. */
export function problems(figures: Figure[]): FigureProblem[] {
  const found = new Map<string, FigureProblem>();
  for (const { name, trouble: error } of figures) {
    if (error === null) continue;
    const same = shownKeyOf(error);
    found.set(same, { error, affected: [...(found.get(same)?.affected ?? []), name] });
  }
  const readable = figures.filter(({ missing }) => missing === null).length;
  return [...found.values()].map(({ error, affected }) => ({
    error,
    affected: affected.length === readable ? [] : affected,
  }));
}

/** The line below a count that says why it is old. */
export type Below = { words: string; wrong: boolean };

/** Returns that line. Notices elsewhere name the missing permission, and a problem that affected all figures. */
export function below({ missing, trouble }: Figure, wrong: FigureProblem[]): Below | null {
  if (missing !== null) return { words: en.figures.notPermitted, wrong: false };
  if (trouble === null || wrong.some(({ affected }) => affected.length === 0)) return null;
  return { words: en.figures.notUpdated(trouble), wrong: true };
}

/** Whether to read the figures without a click: not if the account can't answer, or the figures are fresh or just tried. */
export function isDue(account: AccountCard, detail: AccountDetail, tried: number | null, now: number): boolean {
  if (account.status === "disabled" || account.status === "needs_reconnect" || detail.reading) return false;
  if (tried !== null && now - tried < FRESH) return false;
  const oldest = asOf(detail.figures);
  const known = detail.figures.every(({ count, missing }) => count !== null || missing !== null);
  return !known || oldest === null || now - Date.parse(oldest) >= FRESH;
}

/** The part of the rate limit that was left, in whole percent, rounded down. */
export const percentLeft = ({ limit, remaining }: Headroom) => (limit > 0 ? Math.floor((100 * remaining) / limit) : 0);
