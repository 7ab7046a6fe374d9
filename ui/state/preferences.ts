// A person's preferences for this window. The web view stores them, since they are not worth a row in the database.
import { SORTS, type Sort } from "./sort";

export type Theme = "system" | "light" | "dark";
export type Preferences = { sort: Sort; theme: Theme };

export const THEMES: readonly Theme[] = ["system", "light", "dark"];
const KEY = "switchhook.preferences";
const VERSION = 1;

/** Parses stored preferences. Anything that it can't read gets its default. */
export function parsePreferences(text: string | null): Preferences {
  const stored = object(text);
  const { sort, theme } = stored.version === VERSION ? stored : {};
  return {
    sort: SORTS.find((known) => known === sort) ?? "name",
    theme: THEMES.find((known) => known === theme) ?? "system",
  };
}

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
