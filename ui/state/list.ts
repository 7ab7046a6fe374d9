// What the list shows, and in which order. Sandbox accounts stand apart from real ones.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import type { Overview } from "../contract/Overview";
import type { Stage } from "../contract/Stage";

export type Entry = { kind: "attempt"; attempt: Attempt } | { kind: "account"; account: AccountCard };
export type Group = { name: "connecting" | "accounts" | "sandbox" | "stopped"; entries: Entry[] };
export type Filter = { query: string; tag: string | null };

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const LANDED = new Set<Stage>(["connected", "already_connected", "unverified"]);
const STOPPED = new Set<Stage>(["denied", "failed", "expired", "cancelled", "interrupted"]);

/** The attempt has become an account. */
export const landed = (attempt: Attempt) => LANDED.has(attempt.stage);

/** Real accounts by name, then sandbox accounts by name: the order on screen. */
export function ordered(accounts: AccountCard[]): AccountCard[] {
  const sandboxLast = (account: AccountCard) => (account.kind === "sandbox" ? 1 : 0);
  return accounts.toSorted(
    (a, b) => sandboxLast(a) - sandboxLast(b) || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
}

/** Every word of the query must stand somewhere in what is known of the account. */
export function matches(account: AccountCard, { query, tag }: Filter): boolean {
  if (tag !== null && !account.tags.includes(tag)) return false;
  return words(query).every((word) => knownText(account).includes(word));
}

const words = (query: string) => query.toLowerCase().split(/\s+/).filter(Boolean);

/** Put together once per account and reading, since a search asks for it with every key. */
const texts = new WeakMap<AccountCard, string>();

function knownText(account: AccountCard): string {
  const ready = texts.get(account);
  if (ready !== undefined) return ready;
  const { workspace, admin } = account;
  const facts = [account.name, workspace.name, workspace.id, workspace.region, admin.name, admin.email];
  const text = [...facts, account.registration, ...account.tags].join("\n").toLowerCase();
  texts.set(account, text);
  return text;
}

/** The first account of what is shown: where Enter in the search leads. */
export function firstAccount(shown: Group[]): AccountCard | undefined {
  const entries = shown.flatMap((group) => group.entries);
  return entries.flatMap((entry) => (entry.kind === "account" ? [entry.account] : []))[0];
}

/**
 * The groups that have something in them; `accounts` is expected in its order already. A search is for accounts:
 * attempts step aside while there is one, and those that stopped stand below everything.
 */
export function groups(accounts: AccountCard[], attempts: Attempt[], filter: Filter): Group[] {
  const found = accounts.filter((account) => matches(account, filter));
  const entry = (account: AccountCard): Entry => ({ kind: "account", account });
  const filtering = filter.query.trim() !== "" || filter.tag !== null;
  const open = filtering ? [] : attempts.filter((attempt) => !landed(attempt));
  const tried = (stopped: boolean): Entry[] =>
    open.filter(({ stage }) => STOPPED.has(stage) === stopped).map((attempt) => ({ kind: "attempt", attempt }));
  const all: Group[] = [
    { name: "connecting", entries: tried(false) },
    { name: "accounts", entries: found.filter(({ kind }) => kind !== "sandbox").map(entry) },
    { name: "sandbox", entries: found.filter(({ kind }) => kind === "sandbox").map(entry) },
    { name: "stopped", entries: tried(true) },
  ];
  return all.filter(({ entries }) => entries.length > 0);
}

/** The tags most accounts carry, for the row of filters; the chosen one is always among them. */
export function topTags(accounts: AccountCard[], chosen: string | null, limit: number): string[] {
  const counts = new Map<string, number>();
  for (const tag of accounts.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const byUse = [...counts].toSorted(([a, m], [b, n]) => n - m || collator.compare(a, b)).map(([tag]) => tag);
  const top = byUse.slice(0, limit);
  return chosen === null || top.includes(chosen) ? top : [chosen, ...top.slice(0, limit - 1)];
}

export const accountById = (overview: Overview, id: string) => overview.accounts.find((account) => account.id === id);
export const attemptById = (overview: Overview, id: string) => overview.attempts.find((attempt) => attempt.id === id);
