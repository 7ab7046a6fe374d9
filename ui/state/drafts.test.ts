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

test("a form finds its draft until the draft is dropped", () => {
  const drafts = new Drafts();
  drafts.keep("guide", first, { name: "Acme", region: "us" });
  expect(drafts.of("guide", first)).toEqual({ name: "Acme", region: "us" });
  expect(drafts.of("another", first)).toEqual(first);
  drafts.drop("guide");
  expect(drafts.of("guide", first)).toEqual(first);
});

test("a draft lies over values that changed meanwhile", () => {
  const drafts = new Drafts();
  drafts.keep("edit", first, { name: "Acme", region: "us" });
  expect(drafts.of("edit", { name: "Ours", region: "eu" })).toEqual({ name: "Acme", region: "eu" });
});

test("an emptied form keeps no draft", () => {
  const drafts = new Drafts();
  drafts.keep("guide", first, { name: "Acme", region: "us" });
  drafts.keep("guide", first, first);
  expect(drafts.of("guide", { name: "New", region: "us" }).name).toBe("New");
});
