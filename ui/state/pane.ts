// What the main pane shows, and how that follows when the world behind it changes.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import type { Overview } from "../contract/Overview";
import { accountById, attemptById, landed, ordered } from "./list";

export type Pane =
  | { kind: "home" }
  | { kind: "account"; id: string }
  | { kind: "attempt"; id: string }
  | { kind: "connect" }
  | { kind: "token"; replaces: string | null };

export type Note = { kind: "connected" | "reconnected" | "again" | "unverified"; accountId: string };

export type Settled = { pane: Pane; note: Note | null; dismiss: string[] };

/**
 * Attempts that became accounts since the last look are shown once: the account is chosen, a note says so,
 * the attempt is dismissed. A token half typed is never taken away for it.
 */
export function settle(pane: Pane, before: Overview | null, after: Overview, seen: ReadonlySet<string>): Settled {
  const arrivals = after.attempts.filter((attempt) => landed(attempt) && !seen.has(attempt.id));
  const dismiss = arrivals.map(({ id }) => id);
  const last = arrivals.findLast(({ account_id }) => account_id !== null && accountById(after, account_id));
  if (!last?.account_id) return { pane: follow(pane, before, after), note: null, dismiss };
  const arrived: Pane = { kind: "account", id: last.account_id };
  return { pane: pane.kind === "token" ? pane : arrived, note: noteOf(last, last.account_id), dismiss };
}

function noteOf(attempt: Attempt, accountId: string): Note {
  if (attempt.stage === "unverified") return { kind: "unverified", accountId };
  if (attempt.reconnects !== null) return { kind: "reconnected", accountId };
  return { kind: attempt.stage === "already_connected" ? "again" : "connected", accountId };
}

/** Keeps the choice while it exists, else takes the nearest thing that does. */
export function follow(pane: Pane, before: Overview | null, after: Overview): Pane {
  switch (pane.kind) {
    case "connect":
    case "token":
      return pane;
    case "home":
      return choose(after, ordered(after.accounts)[0]?.id);
    case "attempt": {
      if (attemptById(after, pane.id)) return pane;
      const gone = before ? attemptById(before, pane.id) : undefined;
      return choose(after, gone?.account_id ?? gone?.reconnects ?? undefined);
    }
    case "account":
      return accountById(after, pane.id) ? pane : choose(after, neighbour(pane.id, before?.accounts ?? [], after));
  }
}

/** The account below the one that went, else the one above. */
function neighbour(gone: string, before: AccountCard[], after: Overview): string | undefined {
  const order = ordered(before).map(({ id }) => id);
  const index = order.indexOf(gone);
  const stays = (id: string) => accountById(after, id) !== undefined;
  return order.slice(index + 1).find(stays) ?? order.slice(0, Math.max(index, 0)).findLast(stays);
}

function choose(overview: Overview, id: string | undefined): Pane {
  const wanted = id !== undefined && accountById(overview, id) ? id : ordered(overview.accounts)[0]?.id;
  return wanted === undefined ? { kind: "home" } : { kind: "account", id: wanted };
}
