// What a person prefers in this window. The web view keeps it: none of it is worth a row in the database.
import { SORTS, type Sort } from "./sort";

export type Theme = "system" | "light" | "dark";
export type Preferences = { sort: Sort; theme: Theme };

export const THEMES: readonly Theme[] = ["system", "light", "dark"];
const KEY = "switchhook.preferences";
const VERSION = 1;

/** Whatever stands there, this gives preferences: what can't be understood is as if it had never been said. */
export function parsePreferences(text: string | null): Preferences {
  const said = object(text);
  const { sort, theme } = said.version === VERSION ? said : {};
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

/** A storage that can't be read or written costs the memory of a choice, never the choice. */
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
    // Said above.
  }
}

/** Every colour is a light-dark() pair, so the root's color-scheme is the whole theme. */
export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement) {
  root.style.colorScheme = theme === "system" ? "" : theme;
}
