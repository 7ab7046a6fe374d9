import { expect, test } from "vitest";
import type { LinkHandler } from "../contract/LinkHandler";
import { en } from "../messages/en";
import { isAstray, isSame } from "./links";
import { plain } from "./samples";

test.each<[LinkHandler | null, boolean]>([
  [null, false],
  [{ kind: "ours" }, false],
  [{ kind: "unknown" }, false],
  [{ kind: "nobody" }, true],
  [{ kind: "other_copy" }, true],
  [{ kind: "other", name: "A" }, true],
])("links that go to %o need a notice: %s", (handler, expected) => {
  expect(isAstray(handler)).toBe(expected);
});

test.each<[LinkHandler, LinkHandler | null, boolean]>([
  [{ kind: "nobody" }, null, false],
  [{ kind: "nobody" }, { kind: "nobody" }, true],
  [{ kind: "other", name: "A" }, { kind: "nobody" }, false],
  [{ kind: "other", name: "A" }, { kind: "other", name: "A" }, true],
  [{ kind: "other", name: "A" }, { kind: "other", name: "B" }, false],
])("%o after %o was put off is the same: %s", (found, putOff, same) => {
  expect(isSame(found, putOff)).toBe(same);
});

test.each<[LinkHandler, string]>([
  [{ kind: "nobody" }, "No program opens Switchhook’s links."],
  [{ kind: "other_copy" }, "Another copy of Switchhook opens its links."],
  [{ kind: "other", name: "A" }, "“A” opens Switchhook’s links."],
])("the notice about %o says why it matters", (handler, words) => {
  const said = plain(en.links.notice(handler));
  expect(said).toContain(words);
  expect(said).toMatch(/can’t return here by itself\. You can paste the address instead\.$/);
});
