// A person's preferences for this window. The web view stores them, since they are not worth a row in the database.
import { SORTS, type Sort } from "./sort";

export type Theme = "system" | "light" | "dark";
export type Preferences = {
  sort: Sort;
  theme: Theme;
  /** The address of the place that was open last. */
  place: string;
  /** The ids of the pinned accounts, in the order of their pins. */
  pinned: readonly string[];
  /** Whether the sidebar shows monograms alone, and its width in pixels otherwise. */
  rail: boolean;
  sidebar: number;
  /** The enlargement of the page, in percent. */
  zoom: number;
  /** Whether the tools for developers show. Null: they show once the person has an app of their own. */
  developer: boolean | null;
};

export const THEMES: readonly Theme[] = ["system", "light", "dark"];
const KEY = "switchhook.preferences";
const VERSION = 1;

/** Parses stored preferences. Anything that it can't read gets its default. */
export function parsePreferences(text: string | null): Preferences {
  const stored = object(text);
  const { sort, theme, place, pinned, rail, sidebar, zoom, developer } = stored.version === VERSION ? stored : {};
  return {
    sort: SORTS.find((known) => known === sort) ?? "name",
    theme: THEMES.find((known) => known === theme) ?? "system",
    place: typeof place === "string" ? place : "/",
    pinned: Array.isArray(pinned) ? pinned.filter((id) => typeof id === "string") : [],
    rail: rail === true,
    sidebar: within(SIDEBAR, sidebar),
    zoom: within(ZOOM, zoom),
    developer: typeof developer === "boolean" ? developer : null,
  };
}

export type Range = { least: number; usual: number; most: number };
export const SIDEBAR: Range = { least: 220, usual: 256, most: 340 };
export const ZOOM: Range = { least: 50, usual: 100, most: 300 };

/** Returns the number within its range, and the usual one for anything else. */
export const within = ({ least, usual, most }: Range, value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) ? Math.round(Math.min(Math.max(value, least), most)) : usual;

function object(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const printPreferences = (preferences: Preferences) => JSON.stringify({ version: VERSION, ...preferences });

/** Reads the storage. Without a storage a choice lasts until the window closes. */
function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

let current = parsePreferences(read());

export const preferences = (): Readonly<Preferences> => current;

export function prefer(change: Partial<Preferences>) {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, printPreferences(current));
  } catch {
    // The choice then lasts until the window closes.
  }
}

/** Sets the root's color-scheme. That is enough, since every colour is a light-dark() pair. */
export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement) {
  root.style.colorScheme = theme === "system" ? "" : theme;
}
