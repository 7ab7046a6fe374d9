import { describe, expect, test } from "vitest";
import type { Attempt } from "../contract/Attempt";
import type { AttemptProblem } from "../contract/AttemptProblem";
import type { Status } from "../contract/Status";
import { en } from "../messages/en";
import { settle } from "./follow";
import { noteWords } from "./note";
import { appAtConsent, connectionOf, cures, isOverdue, looksUnopened, remedies } from "./remedy";
import { account, attempt, failure, failureOf, overview, plain, registration } from "./samples";
import { waysOf } from "./steps";

/** Each way in which the real Intercom stops a person, and the buttons for it. */
describe("the buttons below an attempt", () => {
  test.each<[string, Partial<Attempt>, string, string[]]>([
    ["a wrong secret", { stage: "failed", error: failureOf("code_rejected") }, "ended", ["again", "secret"]],
    [
      "a code expired, used or cut off",
      { stage: "failed", error: failureOf("code_rejected") },
      "ended",
      ["again", "secret"],
    ],
    [
      "a code refused by the sandbox",
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

test("an unreadable answer has a plain title and a detailed lead", () => {
  const error = failure("provider_unreadable", {
    about: "provider",
    what: "unreadable",
    host: "x",
    why: { of: "no_object" },
    code: null,
  });
  const stopped = attempt("t", { stage: "failed", error });
  const { title, lead } = en.tracker.stage.failed(stopped);
  expect(title).toBe("Switchhook can’t read Intercom’s answer");
  expect(lead).toContain(
    "Switchhook can’t read the answer of x, because it is not in the expected form (a JSON object). Check your network, and the app’s addresses if you set any.",
  );
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
])("an account that is %s and lacks %j has the buttons %j", (status, lacks, offered) => {
  expect(cures(status, lacks)).toEqual(offered);
});

test.each<[string, AttemptProblem]>([
  ["The attempt was cancelled", { what: "cancelled" }],
  [
    "The app “Acme reports” was removed before its answer came",
    { what: "registration_removed", registration: "Acme reports" },
  ],
])("the title of a cancelled attempt is its cause: %s", (title, problem) => {
  const error = failure("cancelled", { about: "attempt", ...problem });
  const stopped = attempt("t", { stage: "cancelled", error });
  expect(plain(en.tracker.stage.cancelled(stopped).title)).toBe(title);
});

test.each<[string, Partial<Attempt>, number, boolean]>([
  ["59 seconds", {}, 59_999, false],
  ["a minute", {}, 60_000, true],
  ["a minute without a browser", { no_browser: true }, 60_000, true],
  ["a minute, after the answer came", { stage: "exchanging" }, 60_000, false],
])("after %s an answer is overdue or not", (_, change, after, overdue) => {
  const waiting = attempt("t", change);
  expect(isOverdue(waiting, Date.parse(waiting.started_at) + after)).toBe(overdue);
});

test("only an open consent page of an own app has help", () => {
  const app = registration("r1", {});
  expect(appAtConsent(attempt("t"), [app])).toBe(app);
  expect(appAtConsent(attempt("t", { stage: "exchanging" }), [app])).toBeUndefined();
  expect(appAtConsent(attempt("t", { sandbox: true }), [app])).toBeUndefined();
  expect(appAtConsent(attempt("t"), []), "an app that was removed meanwhile").toBeUndefined();
});

test.each<[string, Partial<Attempt>, ReturnType<typeof connectionOf>]>([
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
])("%s attempt tries the same connection again", (_, change, connection) => {
  expect(connectionOf(attempt("t", change))).toEqual(connection);
});

/** The help for errors that only the consent page shows. */
describe("while a consent page shows an error of its own", () => {
  const app = registration("r1", { redirect_uri: "https://localhost:47115/callback", region: "eu" });
  const causes = en.tracker.pageHelp.causes(app).map(plain);

  test.each([
    [
      "a redirect that is not registered",
      "If the redirect URL is invalid, add https://localhost:47115/callback to the app’s Redirect URLs. Copy it exactly, then open the page again.",
    ],
    [
      "consent on the wrong regional host",
      "If the page doesn’t find your workspace, check the app’s region. This page is for workspaces in Europe. After a change, start over.",
    ],
    [
      "an admin without the install permission",
      "If you can only request the installation, a teammate must authorize. They need the permission “Can install, configure and delete apps”.",
    ],
  ])("%s is explained", (_, words) => {
    expect(causes).toContain(words);
  });

  test("there is no other help than in this table", () => {
    expect(en.tracker.pageHelp.title).toBe("The page shows an error?");
    expect(causes).toHaveLength(3);
  });

  test("an attempt keeps waiting after Cancel as a page", () => {
    const waiting = attempt("t", { host: "app.eu.intercom.com" });
    const { title, lead } = en.tracker.stage.awaiting(waiting, "29 min");
    expect([title, plain(lead)]).toEqual([
      "Continue in your browser",
      "Switchhook asked your browser to open app.eu.intercom.com. Authorize “Acme reports” there. 29 min left.",
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

  test("an empty answer has words of its own", () => {
    expect(en.tracker.emptyReturn).toBe(
      "Your browser came back without an answer, perhaps because you went back a page. Authorize there, or open the page again.",
    );
  });

  test("an attempt without an answer expires", () => {
    const { title, lead } = en.tracker.stage.expired();
    expect([title, lead]).toEqual([
      "No answer came",
      "Your browser didn’t come back within 30 minutes. Nothing has changed on this computer. Try again.",
    ]);
    expect([waysOf("expired"), en.tryAgain, en.close]).toEqual(["ended", "Try again", "Close"]);
  });
});

test("a second connect to the same workspace explains itself", () => {
  const here = overview([account("a", { name: "Northwind Support" })]);
  const second = attempt("t", { stage: "already_connected", account_id: "a" });
  const { note } = settle({ kind: "home" }, here, { ...here, attempts: [second] }, new Set());
  expect(note).toEqual({ kind: "again", accountId: "a" });
  expect(note && plain(noteWords(note, here))).toBe(
    "You connected “Northwind Support” again, because your browser is signed in to it. To reach another workspace, choose Copy link when you connect. Open the link in a private window or another browser.",
  );
});

describe("a browser may not have come up", () => {
  const started_at = "2026-11-22T10:00:00Z";
  const after = (seconds: number) => Date.parse(started_at) + seconds * 1000;
  test.each<[string, Partial<Attempt>, number, boolean, boolean]>([
    ["too early to tell", {}, 3, false, false],
    ["after a while the person is still here", {}, 6, false, true],
    ["the person was somewhere else", {}, 6, true, false],
    ["the title says so already", { no_browser: true }, 6, false, false],
    ["another program holds its link", { can_reopen: false }, 6, false, false],
    ["the answer is there", { stage: "exchanging" }, 6, false, false],
  ])("%s", (_, change, seconds, wentAway, expected) => {
    expect(looksUnopened(attempt("a", { started_at, ...change }), after(seconds), wentAway)).toBe(expected);
  });
});
