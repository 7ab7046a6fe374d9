import { describe, expect, test } from "vitest";
import { account, attempt } from "../state/samples";
import { en } from "./en";
import { quoted } from "./format";

describe("what became of what is stored is said once on the card of a failure", () => {
  const failed = (hint: string) =>
    en.tracker.stage.failed(
      attempt("a", { stage: "failed", error: { code: "c", message: "It's down.", hint, provider_code: null } }),
    );
  test.each([
    ["Check the network; nothing that was stored is lost.", "Check the network; nothing that was stored is lost."],
    ["Nothing was stored. Try again.", "Nothing was stored. Try again."],
    ["Try again.", "Try again. Nothing was stored, and nothing that was stored is lost."],
  ])("%s", (hint, lead) => {
    expect(failed(hint)).toEqual({ title: "It’s down", lead });
  });
  test("without a report, how far it came is said", () => {
    const lead = en.tracker.stage.failed(attempt("a", { stage: "failed", claimed_at: "2026-11-22T10:00:20Z" })).lead;
    expect(lead).toMatch(/^The sign-in worked/);
  });
});

test("who answered in place of the awaited one is told by the ids where the names are the same", () => {
  const awaited = account("a");
  const lead = (workspace: string) =>
    en.tracker.stage.refused(
      attempt("t", { stage: "refused", answered: { workspace, admin: "Maya Ortiz", ids: "nw7k2p0q, eu, 1" } }),
      "",
      awaited,
    ).lead;
  expect(lead("Account a")).toContain(`signed in to ${quoted("Account a")} as Maya Ortiz (nw7k2p0q, eu, 1).`);
  expect(lead("Another")).toContain(`signed in to ${quoted("Another")} as Maya Ortiz.`);
});

describe("a step names what is missing in the right number", () => {
  test.each([
    [["Read tags"], "it is still missing", "gains it."],
    [["Read tags", "Read tickets"], "they are still missing", "gains them."],
  ])("%j", (labels, still, gains) => {
    const last = en.permissions.steps(null, labels).at(-1) ?? "";
    expect(last).toContain(still);
    expect(last).toContain(gains);
  });
});
