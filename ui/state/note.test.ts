import { describe, expect, test } from "vitest";
import { quoted } from "../messages/format";
import { isCurrent, noteWords, passes } from "./note";
import { account, attempt, overview } from "./samples";

test.each([
  ["about a connected account stays", "connected", "connected", true],
  ["about an unverified account stays while it is one", "unverified", "unverified", true],
  ["about an unverified account goes once it is connected", "unverified", "connected", false],
] as const)("a note %s", (_, kind, status, still) => {
  expect(isCurrent({ kind, accountId: "a" }, overview([account("a", { status })]))).toBe(still);
  expect(isCurrent({ kind, accountId: "gone" }, overview([account("a", { status })]))).toBe(false);
});

describe("a note about a copied link", () => {
  const note = { kind: "copied", attemptId: "t" } as const;
  test.each([
    ["stays while the attempt waits", [attempt("t")], true],
    ["goes when its answer came", [attempt("t", { stage: "exchanging" })], false],
    ["goes with the attempt", [], false],
  ])("%s", (_, attempts, still) => {
    expect(isCurrent(note, overview([], attempts))).toBe(still);
  });
});

test("the note of an unverified account only says it was saved", () => {
  const world = overview([account("a", { name: "Northwind" })]);
  expect(noteWords({ kind: "unverified", accountId: "a" }, world)).toBe(`Switchhook saved ${quoted("Northwind")}.`);
});

test("a report of success goes by itself, no other note does", () => {
  const checked = { kind: "checked", done: 4, of: 4, notUpdated: 0, unread: 0, problems: [] } as const;
  expect(passes({ ...checked, problems: [] })).toBe(true);
  for (const fault of [{ done: 3 }, { notUpdated: 1 }, { unread: 1 }]) {
    expect(passes({ ...checked, problems: [], ...fault })).toBe(false);
  }
  expect(passes({ ...checked, problems: [{ status: "limited", count: 1 }] })).toBe(false);
  expect(passes({ kind: "tagged", count: 2 })).toBe(true);
  expect(passes({ kind: "connected", accountId: "a" })).toBe(false);
});
