// The menu of a thing on the screen: a row, a figure, an id. The right button, the Menu key and Shift F10 open it.
import type { Item } from "../parts/menu";

export type MenuOf = { label: string; groups: Item[][] };
export type Opened = MenuOf & { left: number; top: number };

/** The groups that have entries, or nothing without any. */
export function menuOf(label: string, groups: Item[][]): MenuOf | null {
  const filled = groups.filter((group) => group.length > 0);
  return filled.length === 0 ? null : { label, groups: filled };
}

/** Whether this key opens a menu. */
export const opensMenu = ({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">) =>
  key === "ContextMenu" || (key === "F10" && shiftKey);

const TEXT = new Set(["text", "search", "password", "email", "url", "tel", "number"]);

/** Whether a thing takes text. There the web view's own menu cuts, copies and pastes. */
export const takesText = ({ localName, type = "" }: { localName: string; type?: string }) =>
  localName === "textarea" || (localName === "input" && TEXT.has(type));

class Menus {
  opened: Opened | null = $state.raw(null);
}

export const menus = new Menus();
