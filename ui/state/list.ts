// What the list shows: accounts, and the attempts that have not become one.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import type { Overview } from "../contract/Overview";
import type { Stage } from "../contract/Stage";
import { type Filter, filtered, narrows } from "./filter";

export type Entry = { kind: "attempt"; attempt: Attempt } | { kind: "account"; account: AccountCard };
export type Group = { name: "connecting" | "accounts" | "sandbox" | "stopped"; entries: Entry[] };

const LANDED = new Set<Stage>(["connected", "already_connected", "unverified"]);
const STOPPED = new Set<Stage>(["denied", "failed", "expired", "cancelled", "interrupted"]);

/** The attempt has become an account. What could not be compared with the awaited one has none: it is to be decided. */
export const landed = ({ stage, account_id }: Attempt) => LANDED.has(stage) && account_id !== null;

/** The accounts of what is shown, from top to bottom. */
export function accountsOf(shown: Group[]): AccountCard[] {
  const accounts: AccountCard[] = [];
  for (const { entries } of shown)
    for (const entry of entries) if (entry.kind === "account") accounts.push(entry.account);
  return accounts;
}

export const idsOf = (shown: Group[]): string[] => accountsOf(shown).map(({ id }) => id);

/** How many accounts that are. */
export const countOf = (shown: Group[]) =>
  shown.reduce((sum, { name, entries }) => sum + (name === "accounts" || name === "sandbox" ? entries.length : 0), 0);

/**
 * The groups that have something in them; `accounts` is expected in its order already. A search is for accounts:
 * attempts step aside while there is one, and those that stopped stand below everything.
 */
export function groups(accounts: AccountCard[], attempts: Attempt[], filter: Filter): Group[] {
  const real: Entry[] = [];
  const sandbox: Entry[] = [];
  for (const account of filtered(accounts, filter))
    (account.kind === "sandbox" ? sandbox : real).push({ kind: "account", account });
  const open = narrows(filter) ? [] : attempts.filter((attempt) => !landed(attempt));
  const tried = (stopped: boolean): Entry[] =>
    open.filter(({ stage }) => STOPPED.has(stage) === stopped).map((attempt) => ({ kind: "attempt", attempt }));
  const all: Group[] = [
    { name: "connecting", entries: tried(false) },
    { name: "accounts", entries: real },
    { name: "sandbox", entries: sandbox },
    { name: "stopped", entries: tried(true) },
  ];
  return all.filter(({ entries }) => entries.length > 0);
}

export const accountById = (overview: Overview, id: string) => overview.accounts.find((account) => account.id === id);
/** An attempt whose token could not be stored: closing the window would lose it. */
export const unsaved = ({ attempts }: Overview) => attempts.find(({ stage }) => stage === "unsaved");

export const registrationById = (overview: Overview, id: string) => overview.registrations.find((one) => one.id === id);
export const attemptById = (overview: Overview, id: string) => overview.attempts.find((attempt) => attempt.id === id);

/** Nothing was connected here, and nothing is under way: the page has the window alone. */
export const isEmpty = ({ accounts, attempts }: Overview) => accounts.length === 0 && attempts.length === 0;
