// Differences between operating systems.

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** A shortcut, written as on the keys of this system. */
export const shortcut = (key: string, apple: boolean = isApple) => (apple ? `⌘${key}` : `Ctrl ${key}`);
