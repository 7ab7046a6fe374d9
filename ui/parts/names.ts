// Comparison of names in different forms of Unicode: `é` is one character, or an `e` with an accent. The core has this rule too.

/** The form by which names and tags are compared. The window shows them as they came. */
export const nameKey = (name: string) => name.normalize("NFC");

export const sameName = (one: string, other: string) => nameKey(one) === nameKey(other);

/** The form in which a text is searched, without letter case. */
export const searchKey = (text: string) => nameKey(nameKey(text).toLowerCase());

/** Each name once by its key, in the form in which it came first. */
export function byKey(names: string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const name of names) {
    const key = nameKey(name);
    if (!first.has(key)) first.set(key, name);
  }
  return first;
}

/** Each name once, in the form in which it came first. */
export const eachOnce = (names: string[]) => [...byKey(names).values()];

/** The keys of the names that occur more than once. */
export function repeated(names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(names.map(nameKey).filter((key) => seen.size === seen.add(key).size));
}
