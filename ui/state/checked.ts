// The result of refreshing many accounts, for the note below the page.
import type { AccountCard } from "../contract/AccountCard";
import type { CheckedAccounts } from "../contract/CheckedAccounts";
import type { Status } from "../contract/Status";
import { PROBLEMS_FIRST } from "./sort";

/**
 * `done` of `of` accounts were refreshed. After a stop nobody knows which ones, so `problems` is empty. Switchhook could not
 * ask for `notUpdated` of them: these keep their old status, which counts as no problem. It could not read the open
 * conversations of `unread` others.
 */
export type Checked = {
  done: number;
  of: number;
  notUpdated: number;
  unread: number;
  problems: { status: Status; count: number }[];
};

/** The ids of the accounts to refresh, without disabled ones. */
export const checkable = (accounts: readonly AccountCard[]) =>
  accounts.filter(({ status }) => status !== "disabled").map(({ id }) => id);

/** Every account was updated, and all that the list shows was read. */
export const NO_GAPS: CheckedAccounts = { not_updated: [], unread: [] };

/** Counts the problems. `accounts` are those after the refresh. */
export function checkedOf(
  ids: readonly string[],
  done: number,
  { not_updated: notUpdated, unread }: CheckedAccounts,
  accounts: readonly AccountCard[],
): Checked {
  const asked = new Set(done < ids.length ? [] : ids.filter((id) => !notUpdated.includes(id)));
  const statuses = accounts.filter(({ id }) => asked.has(id)).map(({ status }) => status);
  const problems = PROBLEMS_FIRST.filter((status) => status !== "connected").map((status) => ({
    status,
    count: statuses.filter((each) => each === status).length,
  }));
  return {
    done,
    of: ids.length,
    notUpdated: notUpdated.length,
    unread: unread.length,
    problems: problems.filter(({ count }) => count > 0),
  };
}
