import { describe, expect, test } from "vitest";
import type { Attempt } from "../contract/Attempt";
import { en } from "../messages/en";
import { appAtConsent, remedies, roadAgain } from "./remedy";
import { attempt, plain, registration } from "./samples";
import { waysOf } from "./steps";

const error = (code: string) => ({ code, message: "m", hint: "h", provider_code: null });

/** Each way in which the real Intercom stops a person, and what stands below it. */
describe("what is offered", () => {
  test.each<[string, Partial<Attempt>, string, string[]]>([
    ["a wrong secret", { stage: "failed", error: error("code_rejected") }, "ended", ["again", "secret"]],
    [
      "a code expired, used or cut off",
      { stage: "failed", error: error("code_rejected") },
      "ended",
      ["again", "secret"],
    ],
    ["the same by the sandbox", { stage: "failed", error: error("code_rejected"), sandbox: true }, "ended", ["again"]],
    ["a redirect that is not registered", { stage: "awaiting" }, "waiting", ["again"]],
    ["a consent page of the wrong region", { stage: "awaiting" }, "waiting", ["again"]],
    ["an admin who may not install", { stage: "awaiting" }, "waiting", ["again"]],
    ["Cancel with an error", { stage: "denied", error: error("denied") }, "ended", ["again"]],
    ["Cancel with nothing", { stage: "awaiting", empty_return: true }, "waiting", ["again"]],
    ["Cancel that never comes back", { stage: "expired", error: error("state_expired") }, "ended", ["again"]],
    ["/me refused while one was awaited", { stage: "unverified", reconnects: "a" }, "kept", ["again"]],
    ["another workspace", { stage: "refused", reconnects: "a" }, "refused", ["again"]],
    ["a captive portal", { stage: "failed", error: error("provider_unreadable") }, "ended", ["again"]],
    ["out of reach, or a wrong clock", { stage: "failed", error: error("provider_unreachable") }, "ended", ["again"]],
  ])("%s", (_, change, ways, offered) => {
    const stopped = attempt("t", change);
    expect(waysOf(stopped.stage)).toBe(ways);
    expect(remedies(stopped)).toEqual(offered);
  });
});

test.each([
  ["The attempt was cancelled.", "The attempt was cancelled"],
  [
    "The app “Acme reports” was removed while its answer was awaited.",
    "The app “Acme reports” was removed while its answer was awaited",
  ],
])("why an attempt was cancelled is its headline: %s", (message, title) => {
  const stopped = attempt("t", { stage: "cancelled", error: { ...error("cancelled"), message } });
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
