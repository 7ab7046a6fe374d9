// The entries of the list: accounts, and attempts that have not become one.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import type { Overview } from "../contract/Overview";
import type { Stage } from "../contract/Stage";
import { type Filter, filtered, narrows } from "./filter";

export type Entry = { kind: "attempt"; attempt: Attempt } | { kind: "account"; account: AccountCard };
export type Group = { name: "connecting" | "pinned" | "accounts" | "sandbox" | "stopped"; entries: Entry[] };

const LANDED = new Set<Stage>(["connected", "already_connected", "unverified"]);
const STOPPED = new Set<Stage>(["denied", "failed", "expired", "cancelled", "interrupted"]);

/** Whether the attempt has become an account. A token that Switchhook could not identify has none yet. */
export const landed = ({ stage, account_id }: Attempt) => LANDED.has(stage) && account_id !== null;

/** The accounts that are shown, from top to bottom. */
export function accountsOf(shown: Group[]): AccountCard[] {
  const accounts: AccountCard[] = [];
  for (const { entries } of shown)
    for (const entry of entries) if (entry.kind === "account") accounts.push(entry.account);
  return accounts;
}

export const idsOf = (shown: Group[]): string[] => accountsOf(shown).map(({ id }) => id);

/** The number of accounts that are shown. */
export const countOf = (shown: Group[]) =>
  shown.reduce((sum, { entries }) => sum + (entries[0]?.kind === "account" ? entries.length : 0), 0);

/**
 * Returns the groups that are not empty. `accounts` come in their order already. A search or filter hides attempts. Attempts
 * that stopped come last.
 */
export function groups(
  accounts: AccountCard[],
  attempts: Attempt[],
  filter: Filter,
  pins: readonly string[] = [],
): Group[] {
  const pinned: Entry[] = [];
  const real: Entry[] = [];
  const sandbox: Entry[] = [];
  const isPinned = new Set(pins);
  for (const account of filtered(accounts, filter)) {
    const group = isPinned.has(account.id) ? pinned : account.kind === "sandbox" ? sandbox : real;
    group.push({ kind: "account", account });
  }
  const open = narrows(filter) ? [] : attempts.filter((attempt) => !landed(attempt));
  const tried = (stopped: boolean): Entry[] =>
    open.filter(({ stage }) => STOPPED.has(stage) === stopped).map((attempt) => ({ kind: "attempt", attempt }));
  const all: Group[] = [
    { name: "connecting", entries: tried(false) },
    { name: "pinned", entries: pinned },
    { name: "accounts", entries: real },
    { name: "sandbox", entries: sandbox },
    { name: "stopped", entries: tried(true) },
  ];
  return all.filter(({ entries }) => entries.length > 0);
}

export const accountById = (overview: Overview, id: string) => overview.accounts.find((account) => account.id === id);
/** The attempt with an unsaved token, which closing the window would lose. */
export const unsaved = ({ attempts }: Overview) => attempts.find(({ stage }) => stage === "unsaved");

export const registrationById = (overview: Overview, id: string) => overview.registrations.find((one) => one.id === id);
export const attemptById = (overview: Overview, id: string) => overview.attempts.find((attempt) => attempt.id === id);

/** Whether there are no accounts and no attempts, so that the page fills the window. */
export const isEmpty = ({ accounts, attempts }: Overview) => accounts.length === 0 && attempts.length === 0;
