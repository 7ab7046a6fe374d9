import { describe, expect, test } from "vitest";
import type { Attempt } from "../contract/Attempt";
import type { AttemptProblem } from "../contract/AttemptProblem";
import type { Status } from "../contract/Status";
import { en } from "../messages/en";
import { noteWords, settle } from "./pane";
import { appAtConsent, cures, looksUnopened, remedies, roadAgain } from "./remedy";
import { account, attempt, failure, failureOf, overview, plain, registration } from "./samples";
import { waysOf } from "./steps";

/** Each way in which the real Intercom stops a person, and what stands below it. */
describe("what is offered", () => {
  test.each<[string, Partial<Attempt>, string, string[]]>([
    ["a wrong secret", { stage: "failed", error: failureOf("code_rejected") }, "ended", ["again", "secret"]],
    [
      "a code expired, used or cut off",
      { stage: "failed", error: failureOf("code_rejected") },
      "ended",
      ["again", "secret"],
    ],
    [
      "the same by the sandbox",
      { stage: "failed", error: failureOf("code_rejected"), sandbox: true },
      "ended",
      ["again"],
    ],
    ["a redirect that is not registered", { stage: "awaiting" }, "waiting", ["again"]],
    ["a consent page of the wrong region", { stage: "awaiting" }, "waiting", ["again"]],
    ["an admin who may not install", { stage: "awaiting" }, "waiting", ["again"]],
    ["Cancel with an error", { stage: "denied", error: failureOf("denied") }, "ended", ["again"]],
    ["Cancel as a page", { stage: "awaiting" }, "waiting", ["again"]],
    ["Cancel with nothing", { stage: "awaiting", empty_return: true }, "waiting", ["again"]],
    ["Cancel that never comes back", { stage: "expired", error: failureOf("state_expired") }, "ended", ["again"]],
    ["/me refused while one was awaited", { stage: "unverified", reconnects: "a" }, "kept", ["again"]],
    ["another workspace", { stage: "refused", reconnects: "a" }, "refused", ["again"]],
    ["a captive portal", { stage: "failed", error: failureOf("provider_unreadable") }, "ended", ["again"]],
    [
      "out of reach, or a wrong clock",
      { stage: "failed", error: failureOf("provider_unreachable") },
      "ended",
      ["again"],
    ],
  ])("%s", (_, change, ways, offered) => {
    const stopped = attempt("t", change);
    expect(waysOf(stopped.stage)).toBe(ways);
    expect(remedies(stopped)).toEqual(offered);
  });
});

test("what can't be read is titled for a person, and its detail stands below", () => {
  const error = failure("provider_unreadable", {
    about: "provider",
    what: "unreadable",
    host: "x",
    why: { of: "no_object" },
    code: null,
  });
  const stopped = attempt("t", { stage: "failed", error });
  const { title, lead } = en.tracker.stage.failed(stopped);
  expect(title).toBe("Intercom’s answer can’t be read");
  expect(lead).toContain("The answer of x can’t be read: it is no JSON object. Check the addresses that were given:");
});

test.each<[Status, string[], string[]]>([
  ["connected", [], []],
  ["needs_reconnect", [], ["reconnect"]],
  ["disabled", ["Read tags"], ["enable"]],
  ["unreachable", [], ["check"]],
  ["unverified", [], ["check"]],
  ["unverified", ["Read one admin"], ["permissions", "check"]],
  ["limited", ["Read one admin"], ["permissions"]],
  ["limited", [], ["check"]],
])("beside what is wrong with an account that is %s, lacking %j, stands %j", (status, lacks, offered) => {
  expect(cures(status, lacks)).toEqual(offered);
});

test.each<[string, AttemptProblem]>([
  ["The attempt was cancelled", { what: "cancelled" }],
  [
    "The app “Acme reports” was removed while its answer was awaited",
    { what: "registration_removed", registration: "Acme reports" },
  ],
])("why an attempt was cancelled is its headline: %s", (title, problem) => {
  const error = failure("cancelled", { about: "attempt", ...problem });
  const stopped = attempt("t", { stage: "cancelled", error });
  expect(plain(en.tracker.stage.cancelled(stopped).title)).toBe(title);
});

test("what a consent page keeps to itself is explained by the settings of one's own app", () => {
  const app = registration("r1", {});
  expect(appAtConsent(attempt("t"), [app])).toBe(app);
  expect(appAtConsent(attempt("t", { stage: "exchanging" }), [app])).toBeUndefined();
  expect(appAtConsent(attempt("t", { sandbox: true }), [app])).toBeUndefined();
  expect(appAtConsent(attempt("t"), []), "an app that was removed meanwhile").toBeUndefined();
});

test.each<[string, Partial<Attempt>, ReturnType<typeof roadAgain>]>([
  ["an app's", {}, { registrationId: "r1", reconnects: null, workspace: null }],
  ["one for a workspace", { workspace: "nw7k2p0q" }, { registrationId: "r1", reconnects: null, workspace: "nw7k2p0q" }],
  [
    "a reconnect for a workspace",
    { reconnects: "a", workspace: "nw7k2p0q" },
    { registrationId: "r1", reconnects: "a", workspace: "nw7k2p0q" },
  ],
  ["the sandbox's", { sandbox: true }, "sandbox"],
  [
    "the sandbox's for a workspace",
    { sandbox: true, workspace: "lm5v0r6y" },
    { registrationId: "r1", reconnects: null, workspace: "lm5v0r6y" },
  ],
])("once more, %s attempt awaits what it awaited", (_, change, road) => {
  expect(roadAgain(attempt("t", change))).toEqual(road);
});

/** What a consent page keeps to itself: the tracker's own words, and the help beside them. */
describe("while a consent page shows an error of its own", () => {
  const app = registration("r1", { redirect_uri: "https://localhost:47115/callback", region: "eu" });
  const causes = en.tracker.pageHelp.causes(app).map(plain);

  test.each([
    [
      "a redirect that is not registered",
      "It says that the redirect URL is invalid: add https://localhost:47115/callback to the app’s Redirect URLs, to the letter, then open the page again.",
    ],
    [
      "consent on the wrong regional host",
      "It does not find your workspace: this page is for workspaces in Europe. Edit the app’s region, then start over.",
    ],
    [
      "an admin without the install permission",
      "It offers only to request the installation: somebody with the permission “Can install, configure and delete apps” has to authorize.",
    ],
  ])("%s is explained", (_, words) => {
    expect(causes).toContain(words);
  });

  test("nothing else is told than what stands in this table", () => {
    expect(en.tracker.pageHelp.title).toBe("The page shows an error?");
    expect(causes).toHaveLength(3);
  });

  test("Cancel as a page, and all of them, leave the attempt waiting, with these words and buttons", () => {
    const waiting = attempt("t", { host: "app.eu.intercom.com" });
    const { title, lead } = en.tracker.stage.awaiting(waiting, "29 min");
    expect([title, plain(lead)]).toEqual([
      "Continue in your browser",
      "Your browser was asked to open app.eu.intercom.com. Waiting for you to authorize “Acme reports”. 29 min left.",
    ]);
    expect(waysOf(waiting.stage)).toBe("waiting");
    const { openAgain, copyLink, paste } = en.tracker;
    expect([openAgain, copyLink, paste, en.cancel]).toEqual([
      "Open again",
      "Copy link",
      "Paste the address…",
      "Cancel",
    ]);
  });

  test("Cancel that comes back with nothing is told from it", () => {
    expect(en.tracker.emptyReturn).toBe(
      "Your browser came back without an answer, as after pressing Back. Authorize there, or open it again.",
    );
  });

  test("Cancel that never comes back ends with its time", () => {
    const { title, lead } = en.tracker.stage.expired();
    expect([title, lead]).toEqual([
      "No answer came",
      "The browser did not come back within 30 minutes. Nothing was stored; simply try again.",
    ]);
    expect([waysOf("expired"), en.tryAgain, en.close]).toEqual(["ended", "Try again", "Close"]);
  });
});

test("a second connect that returns the first workspace says so, why, and how to reach another one", () => {
  const here = overview([account("a", { name: "Northwind Support" })]);
  const second = attempt("t", { stage: "already_connected", account_id: "a" });
  const { note } = settle({ kind: "home" }, here, { ...here, attempts: [second] }, new Set());
  expect(note).toEqual({ kind: "again", accountId: "a" });
  expect(note && plain(noteWords(note, here))).toBe(
    "This is “Northwind Support” again: your browser is signed in to it. To reach another workspace, connect once more, choose Copy link, and open the link in a private window or another browser.",
  );
});

describe("a browser may not have come up", () => {
  const started_at = "2026-11-22T10:00:00Z";
  const after = (seconds: number) => Date.parse(started_at) + seconds * 1000;
  test.each<[string, Partial<Attempt>, number, boolean, boolean]>([
    ["at first nobody can tell", {}, 3, false, false],
    ["after a while the person is still here", {}, 6, false, true],
    ["the person was somewhere else", {}, 6, true, false],
    ["that is said already", { no_browser: true }, 6, false, false],
    ["its link is not known here", { can_reopen: false }, 6, false, false],
    ["the answer is there", { stage: "exchanging" }, 6, false, false],
  ])("%s", (_, change, seconds, wentAway, expected) => {
    expect(looksUnopened(attempt("a", { started_at, ...change }), after(seconds), wentAway)).toBe(expected);
  });
});
