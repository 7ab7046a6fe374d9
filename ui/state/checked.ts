// What checking many accounts came to, for the note that tells it.
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import { TROUBLE_FIRST } from "./sort";

/**
 * `done` of `of` were asked: fewer, where it was stopped. Then nobody knows which, so no trouble is told. Of `untold` among
 * them nothing was learnt: they are what they were, and that is no finding.
 */
export type Checked = { done: number; of: number; untold: number; troubles: { status: Status; count: number }[] };

/** Disabled accounts are passed over. */
export const checkable = (accounts: readonly AccountCard[]) =>
  accounts.filter(({ status }) => status !== "disabled").map(({ id }) => id);

/** `accounts` as they are now. */
export function checkedOf(
  ids: readonly string[],
  done: number,
  untold: readonly string[],
  accounts: readonly AccountCard[],
): Checked {
  const asked = new Set(done < ids.length ? [] : ids.filter((id) => !untold.includes(id)));
  const statuses = accounts.filter(({ id }) => asked.has(id)).map(({ status }) => status);
  const troubles = TROUBLE_FIRST.filter((status) => status !== "connected").map((status) => ({
    status,
    count: statuses.filter((each) => each === status).length,
  }));
  return { done, of: ids.length, untold: untold.length, troubles: troubles.filter(({ count }) => count > 0) };
}
