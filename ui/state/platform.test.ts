import { expect, test } from "vitest";
import { shortcut } from "./platform";

test.each([
  [false, "Ctrl ,"],
  [true, "⌘,"],
])("a shortcut is written as on the keys, on a Mac: %s", (apple, expected) => {
  expect(shortcut(",", apple)).toBe(expected);
});
