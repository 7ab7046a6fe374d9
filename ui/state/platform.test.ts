import { expect, test } from "vitest";
import { isPressed, keysShown } from "./platform";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  ["Mod K", "Ctrl K", "⌘K"],
  ["Mod Shift R", "Ctrl Shift R", "⌘⇧R"],
  ["Alt ArrowLeft", "Alt ←", "⌥←"],
  ["?", "?", "?"],
  [" ", "Space", "Space"],
])("%o is shown as on the keys", (keys, here, apple) => {
  expect(keysShown(keys, false)).toBe(here);
  expect(keysShown(keys, true)).toBe(apple);
});

test.each([
  ["Mod K", { key: "k", ctrlKey: true }, true],
  ["Mod K", { key: "K", ctrlKey: true }, true],
  ["Mod K", { key: "k" }, false],
  ["Mod K", { key: "k", ctrlKey: true, shiftKey: true }, false],
  ["Mod K", { key: "k", ctrlKey: true, altKey: true }, false],
  ["Mod R", { key: "R", ctrlKey: true, shiftKey: true }, false],
  ["Mod Shift R", { key: "R", ctrlKey: true, shiftKey: true }, true],
  ["Alt ArrowLeft", { key: "ArrowLeft", altKey: true }, true],
  ["Alt ArrowLeft", { key: "ArrowLeft" }, false],
  ["T", { key: "t" }, true],
  ["T", { key: "t", metaKey: true }, false],
  ["?", { key: "?", shiftKey: true }, true],
  ["/", { key: "/", shiftKey: true }, true],
  ["Alt 1", { key: "¡", code: "Digit1", altKey: true }, true],
  ["Mod 2", { key: "é", code: "Digit2", ctrlKey: true }, true],
  ["Mod +", { key: "+", ctrlKey: true, shiftKey: true }, true],
])("%o and %o", (keys, pressed, expected) => {
  expect(isPressed(keys, { ...none, ...pressed }, false)).toBe(expected);
});

test("a Mac takes Command, and leaves Control alone", () => {
  expect(isPressed("Mod K", { ...none, key: "k", metaKey: true }, true)).toBe(true);
  expect(isPressed("Mod K", { ...none, key: "k", ctrlKey: true }, true)).toBe(false);
});
