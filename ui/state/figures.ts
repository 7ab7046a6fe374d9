// What an account's figures say, and when they are read again.
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Failure } from "../contract/Failure";
import type { Figure } from "../contract/Figure";
import type { FigureName } from "../contract/FigureName";
import type { Headroom } from "../contract/Headroom";
import { en } from "../messages/en";
import { shownKeyOf } from "./problem";

/** A page that is opened again within this does not ask again. */
const FRESH = 60_000;

/** The time of the oldest figure that can still be read: what all of them are "as of". */
export function asOf(figures: Figure[]): string | null {
  const times = figures.flatMap(({ count, as_of, missing }) =>
    count === null || as_of === null || missing !== null ? [] : [as_of],
  );
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** Permissions that figures lack, each once, in the order of the figures. */
export function missing(figures: Figure[]): string[] {
  return [...new Set(figures.flatMap((figure) => figure.missing ?? []))];
}

/** What kept figures from being read, and which: none are named where it befell every one that may be read. */
export type Trouble = { error: Failure; befell: FigureName[] };

/** Each trouble once, in the order of the figures. */
export function troubles(figures: Figure[]): Trouble[] {
  const found = new Map<string, Trouble>();
  for (const { name, trouble: error } of figures) {
    if (error === null) continue;
    const same = shownKeyOf(error);
    found.set(same, { error, befell: [...(found.get(same)?.befell ?? []), name] });
  }
  const readable = figures.filter(({ missing }) => missing === null).length;
  return [...found.values()].map(({ error, befell }) => ({ error, befell: befell.length === readable ? [] : befell }));
}

/** What stands below a count: why it is not fresh. */
export type Below = { words: string; wrong: boolean };

/** One line: which permission is told by the notice below, and a trouble that befell all once below them. */
export function below({ missing, trouble }: Figure, wrong: Trouble[]): Below | null {
  if (missing !== null) return { words: en.figures.notPermitted, wrong: false };
  if (trouble === null || wrong.some(({ befell }) => befell.length === 0)) return null;
  return { words: en.figures.unread(trouble), wrong: true };
}

/** Whether to ask by ourselves: never for one who can't answer, and not for what is fresh or was just tried. */
export function isDue(account: AccountCard, detail: AccountDetail, tried: number | null, now: number): boolean {
  if (account.status === "disabled" || account.status === "needs_reconnect" || detail.reading) return false;
  if (tried !== null && now - tried < FRESH) return false;
  const oldest = asOf(detail.figures);
  const known = detail.figures.every(({ count, missing }) => count !== null || missing !== null);
  return !known || oldest === null || now - Date.parse(oldest) >= FRESH;
}

/** How much of the rate limit was left, in whole percent. */
export const percentLeft = ({ limit, remaining }: Headroom) => (limit > 0 ? Math.floor((100 * remaining) / limit) : 0);
