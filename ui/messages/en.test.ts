import { describe, expect, test } from "vitest";
import type { Failure } from "../contract/Failure";
import { account, attempt, failure } from "../state/samples";
import { en } from "./en";
import { quoted } from "./format";

describe("a failed attempt says once that nothing has changed", () => {
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
  const unchanged = "Nothing has changed on this computer.";
  test.each<[string, Failure, string, string]>([
    ["after a hint to wait", down, "x.example can’t answer now", `Try again in a minute. ${unchanged}`],
    [
      "after a refused authorization",
      refused,
      "Intercom reported an error instead of giving access",
      `Try again, or check the app’s settings in the Developer Hub. ${unchanged}`,
    ],
    [
      "after a database error",
      busy,
      "Another program keeps the database busy",
      `Quit the other program, or wait until it is done. Then try again. ${unchanged}`,
    ],
    [
      "after an answer that can’t be read",
      odd,
      "Switchhook can’t read Intercom’s answer",
      `Switchhook can’t read the answer of x.example, because it is not in the expected form (a JSON object). Check your network, and the app’s addresses if you set any. Something other than Intercom may have answered, such as a sign-in page. ${unchanged}`,
    ],
  ])("%s", (_, error, title, lead) => {
    expect(en.tracker.stage.failed(attempt("a", { stage: "failed", error }))).toEqual({ title, lead });
  });
  test("without an error it says how far the attempt came", () => {
    const lead = en.tracker.stage.failed(attempt("a", { stage: "failed", claimed_at: "2026-11-22T10:00:20Z" })).lead;
    expect(lead).toMatch(/^You signed in/);
  });
});

// Equal names need the ids.
test("the workspace that answered is named, if needed by its ids", () => {
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

describe("a step names missing permissions in the right number", () => {
  test.each([
    [["Read tags"], "it is still missing", "gains it."],
    [["Read tags", "Read tickets"], "they are still missing", "gains them."],
  ])("%j", (labels, still, gains) => {
    const last = en.permissions.steps(null, labels).at(-1) ?? "";
    expect(last).toContain(still);
    expect(last).toContain(gains);
  });
});
