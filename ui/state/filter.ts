// Which accounts are shown: a search, a tag and a status, each narrowing what the others leave.
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import { byKey, nameKey, sameName, searchKey } from "../parts/names";
import { collator, TROUBLE_FIRST } from "./sort";

export type Filter = { query: string; tag: string | null; status: Status | null };

export const EVERYTHING: Readonly<Filter> = { query: "", tag: null, status: null };

export const narrows = ({ query, tag, status }: Filter) => query.trim() !== "" || tag !== null || status !== null;

/** The accounts that are left. Every word of the query must stand somewhere in what is known of an account. */
export function filtered(accounts: readonly AccountCard[], { query, tag, status }: Filter): readonly AccountCard[] {
  const words = searchKey(query).split(/\s+/).filter(Boolean);
  if (words.length === 0 && tag === null && status === null) return accounts;
  const key = tag === null ? null : nameKey(tag);
  const texts = words.length > 0 ? knownTexts(accounts) : [];
  return accounts.filter(
    (account, index) =>
      (status === null || account.status === status) &&
      (key === null || account.tags.some((its) => nameKey(its) === key)) &&
      words.every((word) => texts[index]?.includes(word)),
  );
}

/** Put together once per reading and order, since a search asks for them with every key. */
const ready = new WeakMap<readonly AccountCard[], string[]>();

/** What is known of each account, to be searched in; asked for early, the first key need not wait for it. */
export function knownTexts(accounts: readonly AccountCard[]): string[] {
  const texts = ready.get(accounts) ?? accounts.map(knownText);
  ready.set(accounts, texts);
  return texts;
}

function knownText({ name, workspace, admin, registration, tags }: AccountCard): string {
  const facts = [name, workspace.name, workspace.id, workspace.region, admin.name, admin.email, registration, ...tags];
  return searchKey(facts.join("\n"));
}

/** How often each status occurs in what search and tag leave; the chosen one is there to be let go again. */
export function statusCounts(accounts: AccountCard[], filter: Filter): { status: Status; count: number }[] {
  const counts = new Map<Status, number>();
  for (const { status } of filtered(accounts, { ...filter, status: null }))
    counts.set(status, (counts.get(status) ?? 0) + 1);
  return TROUBLE_FIRST.map((status) => ({ status, count: counts.get(status) ?? 0 })).filter(
    ({ status, count }) => count > 0 || status === filter.status,
  );
}

/** Where all accounts are in one state, there is nothing to choose between. */
export const severalStatuses = (accounts: AccountCard[]) =>
  accounts.some(({ status }) => status !== accounts[0]?.status);

/** Every tag, in the form in which it comes first, with the number of accounts that carry it, the most used first. */
export function tagCounts(accounts: AccountCard[]): { tag: string; count: number }[] {
  const counts = new Map<string, { tag: string; count: number }>();
  for (const { tags } of accounts) {
    for (const [key, tag] of byKey(tags)) {
      const counted = counts.get(key);
      if (counted) counted.count += 1;
      else counts.set(key, { tag, count: 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || collator.compare(a.tag, b.tag));
}

/** The first of all tags, the most used first; the chosen one stands before them, in sight wherever they are cut off. */
export function topTags(tags: string[], chosen: string | null, limit: number): string[] {
  const others = tags.filter((tag) => chosen === null || !sameName(tag, chosen));
  return (chosen === null ? others : [chosen, ...others]).slice(0, limit);
}
