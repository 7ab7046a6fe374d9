// The menus of the list's rows, and of values on an account's page.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import { en } from "../messages/en";
import type { Item } from "../parts/menu";
import { askFor, askToUninstall, openInIntercom, reconnect, setDisabled } from "./accounts";
import { again, cancel, copyLink, openAgain } from "./attempts";
import { checking } from "./checking.svelte";
import { desk } from "./desk.svelte";
import { menuOf } from "./menu.svelte";
import { keysShown } from "./platform";
import { refreshOne } from "./refresh";
import { waysOf } from "./steps";

/** Carries out an entry. An entry that fails says so above every page, unless the caller has a better place. */
type Run = (work: () => Promise<unknown>) => unknown;
const above: Run = (work) => desk.try(work);

/** An entry that asks Rust for something. */
const does = (label: string, work: () => Promise<unknown>, run = above): Item => ({
  label,
  onselect: () => void run(work),
});

/** The entries that change an account, in the menus of its row and of its page. */
export function manageItems(account: AccountCard, run = above): Item[][] {
  const disabled = account.status === "disabled";
  const ask = (kind: "rename" | "tags" | "forget") => () => {
    desk.dialog = { kind, accountId: account.id };
  };
  return [
    [
      { label: en.account.rename, keys: "F2", onselect: ask("rename") },
      { label: en.account.editTags, keys: "T", onselect: ask("tags") },
      {
        label: desk.pinned.includes(account.id) ? en.account.unpin : en.account.pin,
        onselect: () => desk.togglePin(account.id),
      },
      does(en.account.reconnect, () => reconnect(account), run),
      does(disabled ? en.account.enable : en.account.disable, () => setDisabled(account.id, !disabled), run),
    ],
    [
      { label: en.account.forget, onselect: ask("forget") },
      does(en.account.uninstall, () => askToUninstall(account), run),
    ],
  ];
}

/** The label of the way to the workspace's page, or to the sandbox's. */
export const openLabel = ({ kind }: AccountCard) => (kind === "sandbox" ? en.account.openSandbox : en.account.open);

/** The entries that ask Intercom, or lead there. */
export function askItems(account: AccountCard): Item[] {
  const items: Item[] = [];
  if (account.status !== "disabled")
    items.push({ label: en.account.refresh, keys: keysShown("Mod R"), onselect: () => void refreshOne(account) });
  const { workspace_id: id } = account;
  if (id !== null) {
    items.push({ ...does(openLabel(account), () => openInIntercom(account.id)), keys: "O" });
    items.push({ ...copies(en.menu.copyId, id), keys: keysShown("Mod C") });
  }
  return items;
}

/** Every entry of an account, for the palette. */
export const allItems = (account: AccountCard): Item[] => [askItems(account), ...manageItems(account)].flat();

export const accountMenu = (account: AccountCard) => menuOf(account.name, [askItems(account), ...manageItems(account)]);

/** The menu of several accounts that are selected. */
export const selectionMenu = (accounts: AccountCard[]) =>
  menuOf(en.list.chosenLabel, [
    [
      { label: en.list.refresh, onselect: () => void checking.start(accounts) },
      { label: en.list.tag, onselect: () => askFor("tag", accounts) },
    ],
    [{ label: en.list.forget, onselect: () => askFor("forget", accounts) }],
  ]);

export function attemptMenu(attempt: Attempt) {
  const ways = waysOf(attempt.stage);
  const link = [
    does(en.tracker.openAgain, () => openAgain(attempt.id)),
    does(en.tracker.copyLink, () => copyLink(attempt)),
  ];
  if (ways === "waiting")
    return menuOf(attempt.registration, [attempt.can_reopen ? link : [], [does(en.cancel, () => cancel(attempt))]]);
  if (ways === "ended")
    return menuOf(attempt.registration, [
      [does(en.tryAgain, () => again(attempt))],
      [{ label: en.dismiss, onselect: () => void desk.putAway(attempt.id) }],
    ]);
  return null;
}

/** The menu of a value that the window shows: an id, an address, a number. */
export const valueMenu = (label: string, texts: Item[], account: AccountCard | undefined) =>
  menuOf(label, [texts, account ? askItems(account) : []]);

/** An entry that copies a text. */
export const copies = (label: string, text: string): Item => does(label, () => desk.copy(text));
