// The palette finds actions and accounts by typed words.
import type { AccountCard } from "../contract/AccountCard";
import type { Item } from "../parts/menu";
import { searchKey } from "../parts/names";
import { knownTexts, tagCounts } from "./filter";

/** An action, with the account to which it belongs, an account, or a tag. */
export type Found =
  | { kind: "do"; item: Item; account: AccountCard | null }
  | { kind: "go"; account: AccountCard }
  | { kind: "tag"; tag: string; count: number };

export type World = {
  /** In the order of the list. */
  accounts: readonly AccountCard[];
  /** The account on the page. Its actions come first. */
  open: AccountCard | null;
  general: readonly Item[];
  /** The actions of an account. */
  itemsOf: (account: AccountCard) => Item[];
};

/** The most entries of each kind. */
const ACTIONS = 6;
const ACCOUNTS = 8;

/**
 * Returns what a query finds: actions, then accounts. Some words may name an account and the others an action. `>` finds
 * actions alone, `@` teammates, `#` tags. `within` leaves the actions of one account.
 */
export function find(query: string, within: AccountCard | null, world: World): Found[] {
  const [, sign = "", rest = ""] = /^\s*([>@#]?)(.*)$/s.exec(query) ?? [];
  const words = wordsOf(rest);
  if (within) return actionsOf(within, words, world);
  if (sign === "@") return goes(people(words, world.accounts));
  if (sign === "#") return tags(words, world.accounts);
  const does = actions(words, world);
  return sign === ">" ? does : [...does.slice(0, ACTIONS), ...goes(matching(words, world.accounts))];
}

function actions(words: string[], world: World): Found[] {
  const { open, general } = world;
  if (words.length === 0) return [...(open ? actionsOf(open, [], world) : []), ...alone(general)].slice(0, ACTIONS);
  return [
    ...(open ? actionsOf(open, words, world) : []),
    ...alone(general.filter(({ label }) => beginsAll(label, words))),
    ...mixed(words, world),
  ];
}

/** Actions of accounts that some of the words name, while the others name the action. */
function mixed(words: string[], world: World): Found[] {
  const found: Found[] = [];
  const labels = labelsOf(world);
  const isOfAction = (word: string) => labels.some((label) => begins(label, word));
  const [verbs, names] = [words.filter(isOfAction), words.filter((word) => !isOfAction(word))];
  if (names.length === 0 || verbs.length === 0) return found;
  for (const account of matching(names, world.accounts).slice(0, 3))
    if (account.id !== world.open?.id || !beginsAll(account.name, words))
      found.push(...actionsOf(account, verbs, world));
  return found;
}

/** The labels of all actions of accounts: those of one account of each status and kind. */
function labelsOf({ accounts, itemsOf }: World): string[] {
  const one = new Map(accounts.map((account) => [`${account.status} ${account.kind}`, account]));
  return [...new Set([...one.values()].flatMap(itemsOf).map(({ label }) => label))];
}

const actionsOf = (account: AccountCard, words: string[], { itemsOf }: World): Found[] =>
  itemsOf(account)
    .filter(({ label }) => beginsAll(label, words))
    .map((item) => ({ kind: "do", item, account }));

const alone = (items: readonly Item[]): Found[] => items.map((item) => ({ kind: "do", item, account: null }));
const goes = (accounts: readonly AccountCard[]): Found[] =>
  accounts.slice(0, ACCOUNTS).map((account) => ({ kind: "go", account }));

/** The accounts whose texts hold all words. Those whose name begins with the first word come first. */
function matching(words: string[], accounts: readonly AccountCard[]): AccountCard[] {
  const [word] = words;
  if (word === undefined) return [...accounts];
  const texts = knownTexts(accounts);
  const first: AccountCard[] = [];
  const others: AccountCard[] = [];
  for (const [index, account] of accounts.entries()) {
    const text = texts[index] ?? "";
    // The text of an account begins with its name.
    if (words.every((each) => text.includes(each))) (text.startsWith(word) ? first : others).push(account);
  }
  return [...first, ...others];
}

function tags(words: string[], accounts: readonly AccountCard[]): Found[] {
  const known = tagCounts(accounts).filter(({ tag }) => hasAll(tag, words));
  return known.slice(0, ACCOUNTS).map(({ tag, count }) => ({ kind: "tag", tag, count }));
}

/** The accounts whose teammate has all words. The search texts hold teammates, too, and rule most accounts out. */
function people(words: string[], accounts: readonly AccountCard[]): AccountCard[] {
  const whoOf = ({ teammate, email }: AccountCard) => `${teammate ?? ""}\n${email ?? ""}`;
  return matching(words, accounts).filter((account) => hasAll(whoOf(account), words));
}

const wordsOf = (text: string) => searchKey(text).split(/\s+/).filter(Boolean);
const hasAll = (text: string, words: string[]) => words.every((word) => searchKey(text).includes(word));
const begins = (text: string, word: string) => wordsOf(text).some((each) => each.startsWith(word));
const beginsAll = (text: string, words: string[]) => words.every((word) => begins(text, word));
