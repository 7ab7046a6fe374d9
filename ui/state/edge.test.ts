import { expect, test } from "vitest";
import { widthAfter } from "./edge";

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  ["ArrowLeft", 240],
  ["ArrowRight", 272],
  ["Home", 220],
  ["End", 340],
  ["ArrowUp", null],
  ["a", null],
])("%s leads from 256 to %s", (key, width) => {
  expect(widthAfter({ ...plain, key }, 256)).toBe(width);
});

test.each(["ctrlKey", "metaKey", "altKey", "shiftKey"])("a key with %s moves no edge", (modifier) => {
  const pressed = { ...plain, [modifier]: true };
  expect(["ArrowLeft", "Home"].map((key) => widthAfter({ ...pressed, key }, 256))).toEqual([null, null]);
});
