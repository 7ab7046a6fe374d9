// The rules for one action on several accounts, one after another.
import type { AccountCard } from "../contract/AccountCard";
import type { Fault } from "../messages/problems";
import { eachOnce, nameKey, sameName } from "../parts/names";
import { tagCounts } from "./filter";
import { shownKeyOf } from "./problem";
import { report } from "./report";
import type { Share } from "./share";

export type Failed = { account: AccountCard; error: Fault };
/** `left`: the accounts not begun, because the person stopped. */
export type Outcome = { failures: Failed[]; left: AccountCard[] };

/** Does the work for each account, past failures. Before each one, `goesOn` gets the number done and may stop. */
export async function inTurn(
  accounts: AccountCard[],
  work: (account: AccountCard) => Promise<unknown>,
  goesOn: (done: number) => boolean,
): Promise<Outcome> {
  const failures: Failed[] = [];
  for (const [done, account] of accounts.entries()) {
    if (!goesOn(done)) return { failures, left: accounts.slice(done) };
    await work(account).catch((thrown) => failures.push({ account, error: report(thrown) }));
  }
  return { failures, left: [] };
}

/** Groups the failures by what a person reads. */
export function causes(failures: Failed[]): { error: Fault; names: string[] }[] {
  const found = new Map<string, { error: Fault; names: string[] }>();
  for (const { account, error } of failures) {
    const cause = found.get(shownKeyOf(error)) ?? { error, names: [] };
    cause.names.push(account.name);
    found.set(shownKeyOf(error), cause);
  }
  return [...found.values()];
}

export type TagChoice = { tag: string; carriers: number; had: Share };

/** A person's wish for a tag: on all accounts (true) or on none (false). A tag that is not here stays as it is. */
export type Wishes = ReadonlyMap<string, boolean>;

/** Every tag, with those of the chosen accounts first. */
export function tagChoices(accounts: AccountCard[], all: AccountCard[]): TagChoice[] {
  const carried = tagCounts(accounts).map(({ tag, count }) => ({ tag, carriers: count, had: share(count, accounts) }));
  const known = new Set(carried.map(({ tag }) => nameKey(tag)));
  const others = tagCounts(all).filter(({ tag }) => !known.has(nameKey(tag)));
  return [...carried, ...others.map(({ tag }) => ({ tag, carriers: 0, had: "none" as const }))];
}

const share = (carriers: number, of: AccountCard[]): Share => (carriers < of.length ? "some" : "all");

/** The share of a tag after the person's wish. */
export const wished = (wishes: Wishes, { tag, had }: TagChoice): Share => {
  const wish = wishes.get(tag);
  return wish === undefined ? had : wish ? "all" : "none";
};

/** The wishes after a press on a tag. A mixed tag goes on, off, and back to mixed. */
export function turned(wishes: Wishes, { tag, had }: TagChoice): Wishes {
  const wish = wishes.get(tag);
  const next = wish === undefined ? had !== "all" : wish && had === "some" ? false : undefined;
  const turned = new Map(wishes);
  if (next === undefined) turned.delete(tag);
  else turned.set(tag, next);
  return turned;
}

/** Adds typed tags, wanted on all accounts. Unknown ones come first. */
export function added(
  { choices, wishes }: { choices: TagChoice[]; wishes: Wishes },
  tags: string[],
): { choices: TagChoice[]; wishes: Wishes } {
  const known = new Set(choices.map(({ tag }) => nameKey(tag)));
  const fresh = tags
    .filter((tag) => !known.has(nameKey(tag)))
    .map((tag) => ({ tag, carriers: 0, had: "none" as const }));
  return {
    choices: [...fresh, ...choices],
    wishes: new Map([...wishes, ...tags.map((tag): [string, boolean] => [tag, true])]),
  };
}

/** The tags of an account after the wishes. A tag that it has already keeps its form. */
export function retagged(tags: string[], wishes: Wishes): string[] {
  const byName = new Map([...wishes].map(([tag, on]) => [nameKey(tag), on]));
  const wanted = [...wishes].filter(([, on]) => on).map(([tag]) => tag);
  return eachOnce([...tags.filter((tag) => byName.get(nameKey(tag)) !== false), ...wanted]);
}

export const sameTags = (a: string[], b: string[]) =>
  a.length === b.length && a.every((tag) => b.some((other) => sameName(other, tag)));
