// Differences between operating systems.

export const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  " ": "Space",
};

/** Keys as the keyboards of this system name them. `Mod` is Command on a Mac, and Control elsewhere. */
export function keysShown(keys: string, apple: boolean = isApple): string {
  const mod = apple ? "⌘" : "Ctrl";
  const parts = keys.split(/(?<=.) /).map((key) => (key === "Mod" ? mod : (NAMES[key] ?? key)));
  return apple ? parts.join("").replace("Shift", "⇧").replace("Alt", "⌥") : parts.join(" ");
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & { code?: string };

/** Whether the pressed keys are these, for instance `Mod Shift R`. */
export function isPressed(keys: string, event: Pressed, apple: boolean = isApple): boolean {
  const parts = keys.split(/(?<=.) /);
  const key = parts.at(-1) ?? "";
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const [mod, other] = apple ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  const isLetter = /^[a-z0-9]$/i.test(key) || key.length > 1;
  return (
    // A digit is meant by its place, since some layouts give another sign there.
    (event.key.toLowerCase() === key.toLowerCase() || event.code === `Digit${key}`) &&
    mod === wants("Mod") &&
    event.altKey === wants("Alt") &&
    !other &&
    // The layout decides whether a sign such as "?" takes Shift.
    (!isLetter || event.shiftKey === wants("Shift"))
  );
}
