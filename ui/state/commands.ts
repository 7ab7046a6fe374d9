// The actions that belong to no account, for the palette.
import { quit } from "../api";
import type { Overview } from "../contract/Overview";
import { en } from "../messages/en";
import type { Item } from "../parts/menu";
import { connectSandbox } from "./attempts";
import { checking } from "./checking.svelte";
import { desk } from "./desk.svelte";
import { developer } from "./developer.svelte";
import { frame } from "./frame.svelte";
import { type Place, SECTIONS } from "./place";
import { keysShown } from "./platform";
import { applyTheme, prefer, THEMES } from "./preferences";
import { zoom } from "./zoom";

const goes = (label: string, place: Place, keys?: string): Item => ({
  label,
  keys: keys && keysShown(keys),
  onselect: () => desk.show(place),
});

/** The actions, the most wanted first. */
export const generalItems = ({ accounts }: Overview): Item[] => [
  ...(accounts.length > 0 ? [goes(en.today.title, { kind: "today" }, "Mod 0")] : []),
  goes(en.connectAccount, { kind: "connect" }, "Mod N"),
  goes(en.palette.token, { kind: "token", replaces: null }),
  goes(en.palette.several, { kind: "tokens" }),
  goes(en.palette.app, { kind: "app", id: null }),
  { label: en.sheet.sandbox, onselect: () => void desk.try(connectSandbox) },
  ...(accounts.length > 1
    ? [{ label: en.palette.refreshAll, keys: keysShown("Mod Shift R"), onselect: () => void checking.start(accounts) }]
    : []),
  ...SECTIONS.map((section) =>
    goes(
      en.palette.settings(en.settings.sections[section]),
      { kind: "settings", section },
      section === SECTIONS[0] ? "Mod ," : undefined,
    ),
  ),
  {
    label: en.palette.shortcuts,
    keys: "?",
    onselect: () => {
      desk.dialog = { kind: "shortcuts" };
    },
  },
  { label: en.palette.sidebar, keys: keysShown("Mod \\"), onselect: () => frame.toggleSidebar() },
  { label: en.palette.actualSize, onselect: () => zoom.to(100) },
  ...THEMES.map((theme) => ({
    label: en.palette.theme(en.settings.themes[theme]),
    onselect: () => {
      prefer({ theme });
      applyTheme(theme);
    },
  })),
  {
    label: en.palette.developer(developer.on),
    onselect: () => {
      developer.on = !developer.on;
    },
  },
  { label: en.palette.quit, keys: keysShown("Mod Q"), onselect: () => void desk.try(quit) },
];
