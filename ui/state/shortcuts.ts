// The table of shortcuts: what each key does, and how the sheet of shortcuts shows it.
import { closeWindow, copyShown, quit } from "../api";
import type { AccountCard } from "../contract/AccountCard";
import { en } from "../messages/en";
import { accountDetail, openInIntercom } from "./accounts";
import { checking } from "./checking.svelte";
import { desk } from "./desk.svelte";
import { developer } from "./developer.svelte";
import { frame } from "./frame.svelte";
import { onAccount, TABS } from "./place";
import { isApple, isPressed } from "./platform";
import { refreshOne } from "./refresh";
import { zoom } from "./zoom";

export type Group = keyof typeof en.keys.groups;
export type Shortcut = {
  group: Group;
  /** The keys that do it. More than two are shown as the first and the last. */
  keys: string[];
  label: string;
  /** Does it, and gets the index of the pressed key. Without it, the element with the focus does it. */
  run?: (index: number) => void;
};

/** The frame moves the focus between the parts of the window. */
export type Moves = { nextRegion: () => void; focusFilter: () => void; focusPage: () => void };

const digits = (from: string, count: number) => Array.from({ length: count }, (_, index) => `${from} ${index + 1}`);

/** Runs the work for the account on the page, if there is one. A selection of several has actions of its own. */
const withAccount = (work: (account: AccountCard) => unknown) => () => {
  const { account, selection } = desk;
  if (account && !selection) work(account);
};

const ask = (kind: "rename" | "tags") =>
  withAccount(({ id }) => {
    desk.dialog = { kind, accountId: id };
  });

export const shortcuts = (moves: Moves): Shortcut[] => [
  {
    group: "go",
    keys: ["Mod K"],
    label: en.keys.palette,
    run: () => {
      desk.dialog = { kind: "palette" };
    },
  },
  {
    group: "go",
    keys: ["Mod 0"],
    label: en.today.title,
    run: () => {
      if (desk.accounts.length > 0) desk.show({ kind: "today" });
    },
  },
  {
    group: "go",
    keys: digits("Mod", 9),
    label: en.keys.numbered,
    run: (index) => {
      const account = desk.accounts[index];
      if (account) desk.show(onAccount(account.id));
    },
  },
  { group: "go", keys: ["Mod Tab"], label: en.keys.lastAccount, run: () => desk.showLast() },
  {
    group: "go",
    keys: digits("Alt", TABS.length),
    label: en.keys.tab,
    run: (index) => withAccount(({ id }) => desk.show(onAccount(id, TABS[index])))(),
  },
  { group: "go", keys: ["Alt ArrowLeft"], label: en.keys.back, run: () => desk.go(-1) },
  { group: "go", keys: ["Alt ArrowRight"], label: en.keys.ahead, run: () => desk.go(1) },
  { group: "go", keys: ["F6"], label: en.keys.region, run: () => moves.nextRegion() },
  {
    group: "go",
    keys: ["Mod ,"],
    label: en.keys.settings,
    run: () => {
      desk.show({ kind: "settings", section: "general" });
      moves.focusPage();
    },
  },

  { group: "list", keys: ["/"], label: en.keys.filter, run: () => moves.focusFilter() },
  { group: "list", keys: ["ArrowUp", "ArrowDown"], label: en.keys.move },
  { group: "list", keys: ["K", "J"], label: en.keys.move },
  { group: "list", keys: ["Home", "End"], label: en.keys.ends },
  { group: "list", keys: [" "], label: en.keys.select },
  { group: "list", keys: ["Enter"], label: en.keys.open },
  { group: "list", keys: ["Delete"], label: en.keys.remove },
  { group: "list", keys: ["Shift F10"], label: en.keys.menu },
  { group: "list", keys: ["Escape"], label: en.keys.escape },

  {
    group: "account",
    keys: ["Mod R"],
    label: en.keys.refresh,
    run: withAccount(refreshOne),
  },
  {
    group: "account",
    keys: ["Mod Shift R"],
    label: en.keys.refreshAll,
    run: () => void checking.start(desk.overview?.accounts ?? []),
  },
  {
    group: "account",
    keys: ["O"],
    label: en.keys.intercom,
    run: withAccount(({ id, workspace_id: workspace }) => workspace !== null && desk.try(() => openInIntercom(id))),
  },
  { group: "account", keys: ["F2"], label: en.keys.rename, run: ask("rename") },
  { group: "account", keys: ["T"], label: en.keys.tags, run: ask("tags") },
  {
    group: "account",
    keys: ["Mod C"],
    label: en.keys.copyId,
    run: withAccount(({ workspace_id: id }) => id !== null && desk.try(() => copyShown(id))),
  },
  {
    group: "account",
    keys: ["Mod Shift C"],
    label: en.keys.copyJson,
    run: withAccount(({ id }) => developer.on && desk.try(() => copyAnswer(id))),
  },

  { group: "window", keys: ["Mod N"], label: en.keys.connect, run: () => desk.show({ kind: "connect" }) },
  { group: "window", keys: ["Mod \\"], label: en.keys.sidebar, run: () => frame.toggleSidebar() },
  { group: "window", keys: ["Mod +", "Mod ="], label: en.keys.larger, run: () => zoom.by(10) },
  { group: "window", keys: ["Mod -"], label: en.keys.smaller, run: () => zoom.by(-10) },
  {
    group: "window",
    keys: ["?"],
    label: en.keys.shortcuts,
    run: () => {
      desk.dialog = { kind: "shortcuts" };
    },
  },
  { group: "window", keys: ["Mod W"], label: en.keys.close, run: () => desk.try(closeWindow) },
  { group: "window", keys: ["Mod Q"], label: en.keys.quit, run: () => desk.try(quit) },
];

async function copyAnswer(id: string) {
  const { me } = await accountDetail(id);
  if (me) await copyShown(me.json);
}

type Pressed = Parameters<typeof isPressed>[1];

/** The work of the pressed keys, or null. In a field for text, a letter or sign alone is text. */
export function workOf(event: Pressed, typing: boolean, known: readonly Shortcut[]): (() => void) | null {
  for (const { keys, run } of known) {
    const index = keys.findIndex((each) => isPressed(each, event));
    if (index < 0 || !run) continue;
    return typing && isText(keys[index] ?? "", event) ? null : () => run(index);
  }
  return null;
}

/** Whether the keys mean something else in a field for text. */
const isText = (keys: string, { key }: Pressed) =>
  keys.length === 1 || (keys === "Mod C" && key.length === 1) || (isApple && keys.startsWith("Alt Arrow"));
