// The page in the main pane, and how it follows changes of accounts and attempts.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import type { Overview } from "../contract/Overview";
import { en } from "../messages/en";
import type { Checked } from "./checked";
import { EVERYTHING, type Filter, filtered } from "./filter";
import { accountById, attemptById, landed, registrationById } from "./list";
import { ordered, type Sort } from "./sort";

export type Pane =
  | { kind: "home" }
  | { kind: "account"; id: string }
  | { kind: "attempt"; id: string }
  /** `added`: the app that the person has just added. */
  | { kind: "connect"; added?: string }
  /** The form of the person's own app. A null id means a new app. */
  | { kind: "app"; id: string | null }
  | { kind: "token"; replaces: string | null };

/** The note below the pane: an account that arrived, an action on several accounts, or a copied link. */
export type Arrival = { kind: "connected" | "reconnected" | "again" | "unverified"; accountId: string };
export type Note =
  | Arrival
  | { kind: "forgotten" | "tagged"; count: number }
  | ({ kind: "checked" } & Checked)
  | { kind: "copied"; attemptId: string };

export type Settled = { pane: Pane; note: Arrival | null; dismiss: string[] };

/**
 * Shows an attempt that became an account since the last reading: opens the account, shows a note and dismisses the attempt.
 * A form for a token or an app stays open.
 */
export function settle(
  pane: Pane,
  before: Overview | null,
  after: Overview,
  seen: ReadonlySet<string>,
  screen: Screen = ALL_BY_NAME,
): Settled {
  const arrivals = after.attempts.filter((attempt) => landed(attempt) && !seen.has(attempt.id));
  const dismiss = arrivals.map(({ id }) => id);
  const last = arrivals.findLast(({ account_id }) => account_id !== null && accountById(after, account_id));
  if (!last?.account_id) return { pane: follow(pane, before, after, screen), note: null, dismiss };
  const arrived: Pane = { kind: "account", id: last.account_id };
  const isTyping = pane.kind === "token" || pane.kind === "app";
  return {
    pane: isTyping ? follow(pane, before, after, screen) : arrived,
    note: noteOf(last, last.account_id),
    dismiss,
  };
}

/** Whether a note is still true. */
export function isCurrent(note: Note, overview: Overview): boolean {
  if (note.kind === "copied") return attemptById(overview, note.attemptId)?.stage === "awaiting";
  if (!("accountId" in note)) return true;
  const account = accountById(overview, note.accountId);
  return account !== undefined && (note.kind !== "unverified" || account.status === "unverified");
}

export function noteWords(note: Note, overview: Overview): string {
  if (note.kind === "copied") return en.note.copied;
  if (note.kind === "checked") return en.note.checked(note);
  if ("count" in note) return en.note[note.kind](note.count);
  return en.note[note.kind](accountById(overview, note.accountId)?.name ?? "");
}

function noteOf(attempt: Attempt, accountId: string): Arrival {
  if (attempt.stage === "unverified") return { kind: "unverified", accountId };
  if (attempt.reconnects !== null) return { kind: "reconnected", accountId };
  return { kind: attempt.stage === "already_connected" ? "again" : "connected", accountId };
}

/** Whether the page lies over an account, and leads back to it. */
export const isOver = ({ kind }: Pane) => kind === "connect" || kind === "token" || kind === "app";

/** The page one step back: from a form to the sheet, from any other page to the one before. */
export function backFrom(pane: Pane, before: Pane): Pane {
  return pane.kind === "app" || (pane.kind === "token" && pane.replaces === null) ? { kind: "connect" } : before;
}

/** The order and filter of the list on screen, in which a removed account has neighbours. */
export type Screen = { sort: Sort; filter: Filter };
const ALL_BY_NAME: Screen = { sort: "name", filter: EVERYTHING };

/** Returns the same page while its subject exists, else the nearest page that does. */
export function follow(pane: Pane, before: Overview | null, after: Overview, screen: Screen = ALL_BY_NAME): Pane {
  const choose = (id: string | undefined): Pane => {
    const wanted = id !== undefined && accountById(after, id) ? id : ordered(after.accounts, screen.sort)[0]?.id;
    return wanted === undefined ? { kind: "home" } : { kind: "account", id: wanted };
  };
  switch (pane.kind) {
    case "connect":
    case "token":
      return pane;
    case "app":
      return pane.id === null || registrationById(after, pane.id) ? pane : { kind: "connect" };
    case "home":
      return choose(undefined);
    case "attempt": {
      if (attemptById(after, pane.id)) return pane;
      const gone = before ? attemptById(before, pane.id) : undefined;
      return choose(gone?.account_id ?? gone?.reconnects ?? undefined);
    }
    case "account": {
      if (accountById(after, pane.id)) return pane;
      const all = ordered(before?.accounts ?? [], screen.sort);
      const shown = filtered(all, screen.filter);
      return choose(neighbour(pane.id, shown, after) ?? neighbour(pane.id, all, after));
    }
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
