// The note below the page: an account that arrived, an action on several accounts, or a copied link.
import type { Attempt } from "../contract/Attempt";
import type { Overview } from "../contract/Overview";
import { en } from "../messages/en";
import type { Checked } from "./checked";
import { accountById, attemptById } from "./list";

export type Arrival = { kind: "connected" | "reconnected" | "again" | "unverified"; accountId: string };
export type Note =
  | Arrival
  | { kind: "forgotten" | "tagged"; count: number }
  | ({ kind: "checked" } & Checked)
  | { kind: "copied"; attemptId: string };

/** Whether a note is still true. */
export function isCurrent(note: Note, overview: Overview): boolean {
  if (note.kind === "copied") return attemptById(overview, note.attemptId)?.stage === "awaiting";
  if (!("accountId" in note)) return true;
  const account = accountById(overview, note.accountId);
  return account !== undefined && (note.kind !== "unverified" || account.status === "unverified");
}

/** Whether a note goes by itself: it reports a success, and offers nothing. */
export function passes(note: Note): boolean {
  if (note.kind !== "checked") return note.kind === "forgotten" || note.kind === "tagged" || note.kind === "copied";
  return note.done === note.of && note.notUpdated === 0 && note.unread === 0 && note.problems.length === 0;
}

export function noteWords(note: Note, overview: Overview): string {
  if (note.kind === "copied") return en.note.copied;
  if (note.kind === "checked") return en.note.checked(note);
  if ("count" in note) return en.note[note.kind](note.count);
  return en.note[note.kind](accountById(overview, note.accountId)?.name ?? "");
}

/** The note of an attempt that became an account. */
export function noteOf(attempt: Attempt, accountId: string): Arrival {
  if (attempt.stage === "unverified") return { kind: "unverified", accountId };
  if (attempt.reconnects !== null) return { kind: "reconnected", accountId };
  return { kind: attempt.stage === "already_connected" ? "again" : "connected", accountId };
}
