// How old the data of the list is.
import type { AccountCard } from "../contract/AccountCard";

/** Milliseconds after which the list shows the age of a figure in its place. Switchhook refreshes accounts once a day. */
const DAY = 86_400_000;

/** The account whose answer is the oldest, among those that a refresh could renew. Null without any. */
export function oldestOf(accounts: readonly AccountCard[]): { name: string; at: string } | null {
  let oldest: { name: string; at: string } | null = null;
  for (const { name, status, checked_at: at } of accounts) {
    if (at === null || status === "disabled" || status === "needs_reconnect") continue;
    if (oldest === null || at < oldest.at) oldest = { name, at };
  }
  return oldest;
}

/** Whether the last refresh brought no new count: the provider refused it, or the account does not answer. */
export const isLeftOver = ({ status, open_failed }: Pick<AccountCard, "status" | "open_failed">) =>
  open_failed || status === "unreachable" || status === "needs_reconnect";

/** Whether a number of that time is no longer the account's: it is old, or the last refresh brought none. */
export const isStale = (account: Pick<AccountCard, "status" | "open_failed">, at: string, now: number) =>
  isLeftOver(account) || isOld(at, now);

/** Whether a figure of that time is too old to be shown as today's. */
export const isOld = (at: string, now: number) => now - Date.parse(at) > DAY;
