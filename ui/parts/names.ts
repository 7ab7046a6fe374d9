// One name in two forms of Unicode: `é` is one character, or an `e` with an accent behind it. The core has this rule too.

/** The form by which names and tags are compared. They are shown as they came. */
export const nameKey = (name: string) => name.normalize("NFC");

export const sameName = (one: string, other: string) => nameKey(one) === nameKey(other);

/** The form in which a text is searched, letter case aside. */
export const searchKey = (text: string) => nameKey(nameKey(text).toLowerCase());

/** Each name once, in the form in which it came first, by its key. */
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
