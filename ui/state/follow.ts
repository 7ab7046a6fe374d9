// The place of the window, and how it follows changes of accounts and attempts.
import type { AccountCard } from "../contract/AccountCard";
import type { Overview } from "../contract/Overview";
import { EVERYTHING, type Filter, filtered } from "./filter";
import { accountById, attemptById, landed, registrationById } from "./list";
import { type Arrival, noteOf } from "./note";
import { isForm, onAccount, type Place } from "./place";
import { BY_NAME, type Order, ordered } from "./sort";

export type Settled = { place: Place; note: Arrival | null; dismiss: string[] };

/**
 * Shows an attempt that became an account since the last reading: opens the account, shows a note and dismisses the attempt.
 * A form for a token or an app stays open.
 */
export function settle(
  place: Place,
  before: Overview | null,
  after: Overview,
  seen: ReadonlySet<string>,
  screen: Screen = ALL_BY_NAME,
): Settled {
  const arrivals = after.attempts.filter((attempt) => landed(attempt) && !seen.has(attempt.id));
  const dismiss = arrivals.map(({ id }) => id);
  const last = arrivals.findLast(({ account_id }) => account_id !== null && accountById(after, account_id));
  if (!last?.account_id) return { place: follow(place, before, after, screen), note: null, dismiss };
  return {
    place: isForm(place) ? follow(place, before, after, screen) : onAccount(last.account_id),
    note: noteOf(last, last.account_id),
    dismiss,
  };
}

/** The order and filter of the list on screen, in which a removed account has neighbours. */
export type Screen = Order & { filter: Filter };
const ALL_BY_NAME: Screen = { ...BY_NAME, filter: EVERYTHING };

/** Whether the subject of a place exists. */
export function exists(place: Place, overview: Overview): boolean {
  switch (place.kind) {
    case "home":
      return overview.accounts.length === 0;
    case "today":
      return overview.accounts.length > 0;
    case "account":
      return accountById(overview, place.id) !== undefined;
    case "attempt":
      return attemptById(overview, place.id) !== undefined;
    case "app":
      return place.id === null || registrationById(overview, place.id) !== undefined;
    case "token":
      return place.replaces === null || accountById(overview, place.replaces) !== undefined;
    default:
      return true;
  }
}

/**
 * The first page of a new window: Today over several accounts, and the page of a single one. Today shows the team of a single
 * account. Its reading takes the token, so the keyring would ask for its password before the person has done anything.
 */
function first({ accounts }: Overview): Place {
  const [only, ...others] = accounts;
  if (others.length > 0) return { kind: "today" };
  return only ? onAccount(only.id) : { kind: "home" };
}

/** Returns the same page while its subject exists, else the nearest page that does. */
export function follow(place: Place, before: Overview | null, after: Overview, screen: Screen = ALL_BY_NAME): Place {
  const choose = (id: string | undefined): Place => {
    const wanted = id !== undefined && accountById(after, id) ? id : ordered(after.accounts, screen)[0]?.id;
    return wanted === undefined ? { kind: "home" } : onAccount(wanted);
  };
  if (place.kind !== "home" && exists(place, after)) return place;
  switch (place.kind) {
    case "home":
      return first(after);
    case "app":
      return { kind: "connect" };
    case "attempt": {
      const gone = before ? attemptById(before, place.id) : undefined;
      return choose(gone?.account_id ?? gone?.reconnects ?? undefined);
    }
    case "account": {
      const all = ordered(before?.accounts ?? [], screen);
      const shown = filtered(all, screen.filter);
      return choose(neighbour(place.id, shown, after) ?? neighbour(place.id, all, after));
    }
    default:
      return choose(place.kind === "token" ? (place.replaces ?? undefined) : undefined);
  }
}

/** The account below the removed one, else the one above. None if the removed one was not shown. */
function neighbour(gone: string, before: readonly AccountCard[], after: Overview): string | undefined {
  const order = before.map(({ id }) => id);
  const index = order.indexOf(gone);
  if (index < 0) return undefined;
  const staying = new Set(after.accounts.map(({ id }) => id));
  const stays = (id: string) => staying.has(id);
  return order.slice(index + 1).find(stays) ?? order.slice(0, index).findLast(stays);
}

/** The overview without accounts that are about to go, so that none of them is opened. */
export const without = (overview: Overview, going: ReadonlySet<string>): Overview =>
  going.size === 0 ? overview : { ...overview, accounts: overview.accounts.filter(({ id }) => !going.has(id)) };
