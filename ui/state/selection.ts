// The selection of several accounts, with the mouse and keys of desktop lists. All functions work on the ids that the list
// shows, from top to bottom. An account that is not shown is never chosen.

import { type Group, idsOf } from "./list";

/** `anchor`: the start of a range. `cursor`: the row of the keyboard. */
export type Selection = { ids: ReadonlySet<string>; anchor: string; cursor: string };

/** The ids that are shown, and the open one. The open account counts as chosen when others join it. */
export type Scene = { order: readonly string[]; open: string | null };

export type Press = { key: string; shift: boolean; command: boolean; to: string | null };

/** The ids that are chosen and shown, from top to bottom. */
export const chosen = (selection: Selection | null, order: readonly string[]): string[] =>
  selection === null ? [] : order.filter((id) => selection.ids.has(id));

const NONE: ReadonlySet<string> = new Set();

/** The chosen accounts of a list. Without a selection it goes through no account, which keeps a search fast. */
export const pickedOf = (selection: Selection | null, shown: Group[]): ReadonlySet<string> =>
  selection === null ? NONE : new Set(chosen(selection, idsOf(shown)));

/** Adds or takes out one account. On the open account it begins a selection. */
export function toggled(selection: Selection | null, scene: Scene, id: string): Selection | null {
  const now = chosen(selection, scene.order);
  const ids = new Set(now.length > 0 || id === scene.open ? now : openOf(scene));
  if (!ids.delete(id)) ids.add(id);
  return ids.size === 0 ? null : { ids, anchor: id, cursor: id };
}

/** Adds or takes out one account by its box. The open account joins only through its own box. */
export const ticked = (selection: Selection | null, { order }: Scene, id: string): Selection | null =>
  toggled(selection, { order, open: null }, id);

/** Chooses all accounts from the anchor to `to`. `keep` also keeps those chosen before. */
export function extended(selection: Selection | null, scene: Scene, to: string, keep = false): Selection {
  const now = chosen(selection, scene.order);
  const from = (now.length > 0 ? selection?.anchor : scene.open) ?? to;
  const [a, b] = [scene.order.indexOf(from), scene.order.indexOf(to)];
  const range = a < 0 ? [to] : scene.order.slice(Math.min(a, b), Math.max(a, b) + 1);
  return { ids: new Set(keep ? [...now, ...range] : range), anchor: a < 0 ? to : from, cursor: to };
}

/** The selection after a key, or undefined when the key means something else. `to`: the row that the key leads to. */
export function pressed(
  selection: Selection | null,
  scene: Scene,
  { key, shift, command, to }: Press,
): Selection | null | undefined {
  const several = selection !== null && chosen(selection, scene.order).length > 0;
  const cursor = several ? selection.cursor : scene.open;
  if (command) {
    const first = scene.order[0];
    if (key.toLowerCase() !== "a" || shift || first === undefined) return undefined;
    return { ids: new Set(scene.order), anchor: first, cursor: cursor ?? first };
  }
  if (key === "Escape") return several ? null : undefined;
  if (key === " ") {
    if (cursor === null || !scene.order.includes(cursor)) return undefined;
    return shift ? extended(selection, scene, cursor) : toggled(selection, scene, cursor);
  }
  if (to === null) return undefined;
  if (shift) return extended(selection, scene, to);
  return several ? { ...selection, cursor: to } : undefined;
}

const openOf = ({ order, open }: Scene) => (open !== null && order.includes(open) ? [open] : []);
