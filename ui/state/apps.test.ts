import { describe, expect, test } from "vitest";
import { en } from "../messages/en";
import { draftOf, emptyDraft, formOf, namesOf, takesSecret } from "./apps";
import { plain, registration } from "./samples";

const app = registration("r1", { workspace: "nw7k2p0q" });

test("an untouched form holds the app’s own values", () => {
  const { name, client_id, redirect_uri, region, workspace } = app;
  expect(formOf(draftOf(app))).toEqual({ name, client_id, redirect_uri, region, workspace });
});

describe("the form is sent as typed", () => {
  const draft = emptyDraft("https://localhost:47115/callback");
  test.each([
    ["a name is trimmed", { name: " Acme " }, { name: "Acme" }],
    ["any workspace is none", { workspace: "  " }, { workspace: null }],
    ["one workspace is trimmed", { workspace: " nw7k2p0q " }, { workspace: "nw7k2p0q" }],
    ["a client id keeps its spaces, which Rust names", { client_id: "c " }, { client_id: "c " }],
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
  [[], "Enter the secret of the new client id."],
  [["Ours"], "Enter the secret of the new client id. After that, you can’t reconnect “Ours” with this app."],
  [["A", "B"], "Enter the secret of the new client id. After that, you can’t reconnect “A” and “B” with this app."],
  [
    [..."ABCDEFGHIJ"],
    "Enter the secret of the new client id. After that, you can’t reconnect “A”, “B”, “C”, “D”, “E”, “F”, “G”, “H” and 2 others with this app.",
  ],
])("the accounts of the old client id are named: %j", (left, words) => {
  expect(plain(en.app.otherSecretHint(namesOf(left), left.length))).toBe(words);
});
