import { describe, expect, test } from "vitest";
import { en } from "../messages/en";
import { draftOf, emptyDraft, formOf, namesOf, routeOf, takesSecret } from "./apps";
import { plain, registration } from "./samples";

const app = registration("r1", { workspace: "nw7k2p0q" });

test("a form that was not touched says what the app is already", () => {
  const { name, client_id, redirect_uri, region, workspace } = app;
  expect(formOf(draftOf(app))).toEqual({ name, client_id, redirect_uri, region, workspace });
});

describe("what is sent is what was typed", () => {
  const draft = emptyDraft("https://localhost:47115/callback");
  test.each([
    ["a name is trimmed", { name: " Acme " }, { name: "Acme" }],
    ["any workspace is none", { workspace: "  " }, { workspace: null }],
    ["one workspace is trimmed", { workspace: " nw7k2p0q " }, { workspace: "nw7k2p0q" }],
    ["a client id keeps its blanks, which are named then", { client_id: "c " }, { client_id: "c " }],
  ])("%s", (_, typed, sent) => {
    expect(formOf({ ...draft, ...typed })).toMatchObject(sent);
  });
});

test.each([
  ["the same client needs no secret", {}, false],
  ["another name needs none", { name: "Other" }, false],
  ["another region needs none", { region: "eu" as const }, false],
  ["another client has another secret", { client_id: "d" }, true],
])("%s", (_, typed, needed) => {
  expect(takesSecret(app, { ...draftOf(app), ...typed })).toBe(needed);
});

test.each([
  ["https://localhost:47115/callback", "paste"],
  ["http://127.0.0.1:47116/callback", "paste"],
  ["http://[::1]:47116/callback", "paste"],
  ["https://bridge.example/switchhook/", "bridge"],
  ["app.switchhook:/callback", "direct"],
  ["localhost", null],
  ["", null],
])("an answer to %s comes home by %s", (uri, route) => {
  expect(routeOf(uri)).toBe(route);
});

test.each([
  [[], "Another client id has another secret."],
  [
    ["Ours"],
    "Another client id has another secret. “Ours” stays with the old one, and can’t be reconnected with this app.",
  ],
  [
    ["A", "B"],
    "Another client id has another secret. “A” and “B” stay with the old one, and can’t be reconnected with this app.",
  ],
  [
    [..."ABCDEFGHIJ"],
    "Another client id has another secret. “A”, “B”, “C”, “D”, “E”, “F”, “G”, “H” and 2 others stay with the old one, and can’t be reconnected with this app.",
  ],
])("who stays with the old client id is named: %j", (left, words) => {
  expect(plain(en.app.secretForAnother(namesOf(left), left.length))).toBe(words);
});
