// What an account's figures say, and when they are read again.
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Figure } from "../contract/Figure";
import type { Headroom } from "../contract/Headroom";

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

/** The first trouble that kept a figure from being read, if any. */
export function trouble(figures: Figure[]) {
  return figures.find((figure) => figure.trouble !== null)?.trouble ?? null;
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
