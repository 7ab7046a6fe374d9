import { expect, test } from "vitest";
import { Drafts, isTyped } from "./drafts";

const first = { name: "", region: "us" };

test.each([
  ["nothing", first, false],
  ["a name", { ...first, name: "Acme" }, true],
  ["a choice", { ...first, region: "eu" }, true],
  ["a name that was taken back", { ...first, name: "" }, false],
])("with %s typed", (_, now, typed) => {
  expect(isTyped(first, now)).toBe(typed);
});

test("what was typed is found again by its form, until it is sent or dropped", () => {
  const drafts = new Drafts();
  drafts.keep("guide", first, { name: "Acme", region: "us" });
  expect(drafts.of("guide", first)).toEqual({ name: "Acme", region: "us" });
  expect(drafts.of("another", first)).toEqual(first);
  drafts.drop("guide");
  expect(drafts.of("guide", first)).toEqual(first);
});

test("what was changed elsewhere meanwhile is there, below what was typed", () => {
  const drafts = new Drafts();
  drafts.keep("edit", first, { name: "Acme", region: "us" });
  expect(drafts.of("edit", { name: "Ours", region: "eu" })).toEqual({ name: "Acme", region: "eu" });
});

test("a form that was emptied again leaves nothing behind", () => {
  const drafts = new Drafts();
  drafts.keep("guide", first, { name: "Acme", region: "us" });
  drafts.keep("guide", first, first);
  expect(drafts.of("guide", { name: "New", region: "us" }).name).toBe("New");
});
