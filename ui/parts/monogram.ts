import { nameKey } from "./names";

/** The first letter or digit of a name, as a capital. "é" gives "É", and an emoji is skipped. */
export function initial(name: string): string {
  return (
    nameKey(name)
      .match(/[\p{L}\p{N}]/u)?.[0]
      .toLocaleUpperCase() ?? "#"
  );
}

export const HUES = 8;

/** One of the eight monogram colours. An id always gets the same one, under any name. */
export function hue(id: string): number {
  // FNV-1a spreads ids that differ in one letter over the colours.
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return ((hash >>> 8) % HUES) + 1;
}
