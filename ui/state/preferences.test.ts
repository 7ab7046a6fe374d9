import { describe, expect, test } from "vitest";
import { type Preferences, parsePreferences, printPreferences } from "./preferences";

const UNSAID: Preferences = { sort: "name", theme: "system" };

describe("stored preferences come back, and nonsense is ignored", () => {
  test.each<[string, string | null, Preferences]>([
    ["the first time", null, UNSAID],
    ["as it was written", printPreferences({ sort: "status", theme: "dark" }), { sort: "status", theme: "dark" }],
    ["no JSON", "{sort:", UNSAID],
    ["JSON, but no preferences", '["dark"]', UNSAID],
    ["null", "null", UNSAID],
    ["another version", '{"version":2,"sort":"status","theme":"dark"}', UNSAID],
    ["no version", '{"sort":"status","theme":"dark"}', UNSAID],
    ["half of it nonsense", '{"version":1,"sort":"colour","theme":"dark"}', { sort: "name", theme: "dark" }],
    ["half of it missing", '{"version":1,"sort":"checked"}', { sort: "checked", theme: "system" }],
    ["a word of the language", '{"version":1,"sort":"constructor","theme":7}', UNSAID],
  ])("%s", (_, text, expected) => {
    expect(parsePreferences(text)).toEqual(expected);
  });
});
