import { describe, expect, test } from "vitest";
import { type Preferences, parsePreferences, printPreferences } from "./preferences";

const UNSAID: Preferences = {
  sort: "name",
  theme: "system",
  place: "/",
  pinned: [],
  rail: false,
  sidebar: 256,
  zoom: 100,
  developer: null,
};
const CHOSEN: Preferences = {
  sort: "status",
  theme: "dark",
  place: "/account/a/access",
  pinned: ["b", "a"],
  rail: true,
  sidebar: 300,
  zoom: 110,
  developer: false,
};

describe("stored preferences come back, and nonsense is ignored", () => {
  test.each<[string, string | null, Preferences]>([
    ["the first time", null, UNSAID],
    ["as it was written", printPreferences(CHOSEN), CHOSEN],
    ["no JSON", "{sort:", UNSAID],
    ["JSON, but no preferences", '["dark"]', UNSAID],
    ["null", "null", UNSAID],
    ["another version", '{"version":2,"sort":"status","theme":"dark"}', UNSAID],
    ["no version", '{"sort":"status","theme":"dark"}', UNSAID],
    ["half of it nonsense", '{"version":1,"sort":"colour","theme":"dark"}', { ...UNSAID, theme: "dark" }],
    ["half of it missing", '{"version":1,"sort":"checked"}', { ...UNSAID, sort: "checked" }],
    ["a sidebar too wide", '{"version":1,"sidebar":9000,"zoom":1}', { ...UNSAID, sidebar: 340, zoom: 50 }],
    ["pins that are no ids", '{"version":1,"pinned":["a",7],"sidebar":"9","rail":1}', { ...UNSAID, pinned: ["a"] }],
    ["a word of the language", '{"version":1,"sort":"constructor","theme":7}', UNSAID],
  ])("%s", (_, text, expected) => {
    expect(parsePreferences(text)).toEqual(expected);
  });
});
