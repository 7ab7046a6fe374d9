// What the main pane shows, and how that follows when the world behind it changes.
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
  /** `added`: the app that was added just now. */
  | { kind: "connect"; added?: string }
  /** An app of the person's own: a new one, or one that is changed. */
  | { kind: "app"; id: string | null }
  | { kind: "token"; replaces: string | null };

/** What is told once, below the pane: an account that arrived, what was done to several, or a link that was copied. */
export type Arrival = { kind: "connected" | "reconnected" | "again" | "unverified"; accountId: string };
export type Note =
  | Arrival
  | { kind: "forgotten" | "tagged"; count: number }
  | ({ kind: "checked" } & Checked)
  | { kind: "copied"; attemptId: string };

export type Settled = { pane: Pane; note: Arrival | null; dismiss: string[] };

/**
 * Attempts that became accounts since the last look are shown once: the account is chosen, a note says so,
 * the attempt is dismissed. A token or an app half typed is never taken away for it.
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

/** Whether a note still says something: what it is about is here, and is still what the note says of it. */
export function stands(note: Note, overview: Overview): boolean {
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

/** What lies over an account, and is left again to it. */
export const isOver = ({ kind }: Pane) => kind === "connect" || kind === "token" || kind === "app";

/** One step back: from a form to the sheet that led to it, from everything else to what was open before. */
export function backFrom(pane: Pane, before: Pane): Pane {
  return pane.kind === "app" || (pane.kind === "token" && pane.replaces === null) ? { kind: "connect" } : before;
}

/** How the list stands on screen: what goes there leaves its place to a neighbour there. */
export type Screen = { sort: Sort; filter: Filter };
const ALL_BY_NAME: Screen = { sort: "name", filter: EVERYTHING };

/** Keeps the choice while it exists, else takes the nearest thing that does. */
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

/** The account below the one that went, else the one above; none where it did not stand. */
function neighbour(gone: string, before: readonly AccountCard[], after: Overview): string | undefined {
  const order = before.map(({ id }) => id);
  const index = order.indexOf(gone);
  if (index < 0) return undefined;
  const staying = new Set(after.accounts.map(({ id }) => id));
  const stays = (id: string) => staying.has(id);
  return order.slice(index + 1).find(stays) ?? order.slice(0, index).findLast(stays);
}

/** The world without accounts that are about to go, so that none of them is opened on its way out. */
export const without = (overview: Overview, going: ReadonlySet<string>): Overview =>
  going.size === 0 ? overview : { ...overview, accounts: overview.accounts.filter(({ id }) => !going.has(id)) };
