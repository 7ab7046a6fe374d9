// What differs from one system to another.

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** A shortcut as it is written on the keys of this system. */
export const shortcut = (key: string, apple: boolean = isApple) => (apple ? `⌘${key}` : `Ctrl ${key}`);
