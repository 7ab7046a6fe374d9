import { describe, expect, test } from "vitest";
import type { Failure } from "../contract/Failure";
import { account, attempt, failure } from "../state/samples";
import { en } from "./en";
import { quoted } from "./format";

describe("what became of what is stored is said once on the card of a failure", () => {
  const host = "x.example";
  const down = failure("provider_unreachable", {
    about: "provider",
    what: "unavailable",
    host,
    status: 503,
    seconds: null,
    code: null,
  });
  const refused = failure("denied", { about: "attempt", what: "not_authorized", code: "invalid_scope" });
  const odd = failure("provider_unreadable", {
    about: "provider",
    what: "unreadable",
    host,
    why: { of: "no_object" },
    code: null,
  });
  const busy = failure("store_failed", { about: "store", what: "busy" });
  const both = "Nothing was stored, and nothing that was stored is lost.";
  test.each<[string, Failure, string, string]>([
    [
      "by a hint that tells what is lost",
      down,
      "x.example can’t answer now (status 503)",
      "Try again in a minute; nothing that was stored is lost.",
    ],
    [
      "by a hint that tells what was stored",
      refused,
      "The provider answered with an error instead of an authorization",
      "Nothing was stored. Try again, or check the app’s settings there.",
    ],
    [
      "after a hint that does not tell it",
      busy,
      "The database is kept busy by another program",
      `Check that the data folder is writable and the disk is not full, then try again. ${both}`,
    ],
    [
      "after an answer that can’t be read",
      odd,
      "Intercom’s answer can’t be read",
      `The answer of x.example can’t be read: it is no JSON object. Check the addresses that were given: something other than Intercom may have answered, such as a network that asks you to sign in. ${both}`,
    ],
  ])("%s", (_, error, title, lead) => {
    expect(en.tracker.stage.failed(attempt("a", { stage: "failed", error }))).toEqual({ title, lead });
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
