// One thing done to several accounts, one after another: the rules of it.
import type { AccountCard } from "../contract/AccountCard";
import type { Fault } from "../messages/problems";
import { eachOnce, nameKey, sameName } from "../parts/names";
import { tagCounts } from "./filter";
import { shownKeyOf } from "./problem";
import { report } from "./report";
import type { Share } from "./share";

export type Failed = { account: AccountCard; error: Fault };
/** `left` was never begun, because the person stopped it. */
export type Outcome = { failures: Failed[]; left: AccountCard[] };

/** One that fails does not hold up the others. `goesOn` hears how many are done before each one, and may end it. */
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

/** What failed for the same reason is told together. */
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

/** What a person wants of a tag: on all of them (true), on none (false); a tag not in here stays as it is. */
export type Wishes = ReadonlyMap<string, boolean>;

/** Every tag there is, those that the chosen accounts carry first. */
export function tagChoices(accounts: AccountCard[], all: AccountCard[]): TagChoice[] {
  const carried = tagCounts(accounts).map(({ tag, count }) => ({ tag, carriers: count, had: share(count, accounts) }));
  const known = new Set(carried.map(({ tag }) => nameKey(tag)));
  const others = tagCounts(all).filter(({ tag }) => !known.has(nameKey(tag)));
  return [...carried, ...others.map(({ tag }) => ({ tag, carriers: 0, had: "none" as const }))];
}

const share = (carriers: number, of: AccountCard[]): Share => (carriers < of.length ? "some" : "all");

/** How a tag stands, with the person's wish. */
export const wished = (wishes: Wishes, { tag, had }: TagChoice): Share => {
  const wish = wishes.get(tag);
  return wish === undefined ? had : wish ? "all" : "none";
};

/** The next state of a tag that is pressed: a mixed one goes on, off, and back to mixed. */
export function turned(wishes: Wishes, { tag, had }: TagChoice): Wishes {
  const wish = wishes.get(tag);
  const next = wish === undefined ? had !== "all" : wish && had === "some" ? false : undefined;
  const turned = new Map(wishes);
  if (next === undefined) turned.delete(tag);
  else turned.set(tag, next);
  return turned;
}

/** Tags that were typed are wanted on all; the unknown among them come to stand first. */
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

/** The tags that an account has then; one that it carries already stays in its form. */
export function retagged(tags: string[], wishes: Wishes): string[] {
  const byName = new Map([...wishes].map(([tag, on]) => [nameKey(tag), on]));
  const wanted = [...wishes].filter(([, on]) => on).map(([tag]) => tag);
  return eachOnce([...tags.filter((tag) => byName.get(nameKey(tag)) !== false), ...wanted]);
}

export const sameTags = (a: string[], b: string[]) =>
  a.length === b.length && a.every((tag) => b.some((other) => sameName(other, tag)));
