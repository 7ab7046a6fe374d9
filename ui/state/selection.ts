// Which accounts are chosen together, with the mouse and the keys of every desktop's lists. All of it works on the
// ids that are shown, from top to bottom: what is not on screen is never chosen.

import { type Group, idsOf } from "./list";

/** `anchor` is where a range begins, `cursor` where the keyboard is. */
export type Selection = { ids: ReadonlySet<string>; anchor: string; cursor: string };

/** What is shown, and which of it is open: the open account counts as chosen when others join it. */
export type Scene = { order: readonly string[]; open: string | null };

export type Press = { key: string; shift: boolean; command: boolean; to: string | null };

/** What is chosen and shown, from top to bottom; nothing when there is no selection. */
export const chosen = (selection: Selection | null, order: readonly string[]): string[] =>
  selection === null ? [] : order.filter((id) => selection.ids.has(id));

const NONE: ReadonlySet<string> = new Set();

/** The same of the accounts of a list; a search, which chooses nothing, goes through none of them. */
export const pickedOf = (selection: Selection | null, shown: Group[]): ReadonlySet<string> =>
  selection === null ? NONE : new Set(chosen(selection, idsOf(shown)));

/** One more, or one less. On the open account it begins a selection instead of emptying it. */
export function toggled(selection: Selection | null, scene: Scene, id: string): Selection | null {
  const now = chosen(selection, scene.order);
  const ids = new Set(now.length > 0 || id === scene.open ? now : openOf(scene));
  if (!ids.delete(id)) ids.add(id);
  return ids.size === 0 ? null : { ids, anchor: id, cursor: id };
}

/** The same by a row's own box: the open account is none of it, unless its own box is ticked too. */
export const ticked = (selection: Selection | null, { order }: Scene, id: string): Selection | null =>
  toggled(selection, { order, open: null }, id);

/** Everything from the anchor to here; `keep` leaves what was chosen before as it is. */
export function extended(selection: Selection | null, scene: Scene, to: string, keep = false): Selection {
  const now = chosen(selection, scene.order);
  const from = (now.length > 0 ? selection?.anchor : scene.open) ?? to;
  const [a, b] = [scene.order.indexOf(from), scene.order.indexOf(to)];
  const range = a < 0 ? [to] : scene.order.slice(Math.min(a, b), Math.max(a, b) + 1);
  return { ids: new Set(keep ? [...now, ...range] : range), anchor: a < 0 ? to : from, cursor: to };
}

/** What a key makes of the selection; undefined when the key means something else. `to` is where it would move. */
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
