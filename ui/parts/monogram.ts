import { nameKey } from "./names";

/** The first letter or digit of a name, as people would say it: "é" stays "É", an emoji counts as none. */
export function initial(name: string): string {
  return (
    nameKey(name)
      .match(/[\p{L}\p{N}]/u)?.[0]
      .toLocaleUpperCase() ?? "#"
  );
}

export const HUES = 8;

/** One of the eight monogram colours; the same id always gets the same one, whatever the account is called. */
export function hue(id: string): number {
  // FNV-1a: ids that differ in one letter still spread over the colours.
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return ((hash >>> 8) % HUES) + 1;
}
