// The accounts that the list shows. A search, a tag and a status each narrow the others.
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import { byKey, nameKey, sameName, searchKey } from "../parts/names";
import { collator, PROBLEMS_FIRST } from "./sort";

export type Filter = { query: string; tag: string | null; status: Status | null };

export const EVERYTHING: Readonly<Filter> = { query: "", tag: null, status: null };

export const narrows = ({ query, tag, status }: Filter) => query.trim() !== "" || tag !== null || status !== null;

/** The accounts that match. The texts of an account must contain every word of the query. */
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

/** The search texts, built once for each list, since a search needs them with every key. */
const ready = new WeakMap<readonly AccountCard[], string[]>();

/** Returns the search text of each account. An early call spares the first key the wait. */
export function knownTexts(accounts: readonly AccountCard[]): string[] {
  const texts = ready.get(accounts) ?? accounts.map(knownText);
  ready.set(accounts, texts);
  return texts;
}

function knownText(account: AccountCard): string {
  const { name, workspace_name, workspace_id, region, teammate, email, registration, tags } = account;
  const facts = [name, workspace_name, workspace_id, region, teammate, email, registration, ...tags];
  return searchKey(facts.join("\n"));
}

/** Counts each status among the accounts that match search and tag. The chosen status is always there, to be cleared. */
export function statusCounts(accounts: AccountCard[], filter: Filter): { status: Status; count: number }[] {
  const counts = new Map<Status, number>();
  for (const { status } of filtered(accounts, { ...filter, status: null }))
    counts.set(status, (counts.get(status) ?? 0) + 1);
  return PROBLEMS_FIRST.map((status) => ({ status, count: counts.get(status) ?? 0 })).filter(
    ({ status, count }) => count > 0 || status === filter.status,
  );
}

/** Whether the accounts have more than one status, so that a filter by status makes sense. */
export const severalStatuses = (accounts: AccountCard[]) =>
  accounts.some(({ status }) => status !== accounts[0]?.status);

/** Every tag with the number of its accounts, the most used first. A tag keeps the form in which it came first. */
export function tagCounts(accounts: readonly Pick<AccountCard, "tags">[]): { tag: string; count: number }[] {
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

/** The first `limit` tags. The chosen tag comes first, so that the row never hides it. */
export function topTags(tags: string[], chosen: string | null, limit: number): string[] {
  const others = tags.filter((tag) => chosen === null || !sameName(tag, chosen));
  return (chosen === null ? others : [chosen, ...others]).slice(0, limit);
}
