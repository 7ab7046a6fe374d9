import { describe, expect, test } from "vitest";
import { asTitle, quoted, relativeTime, shortAge, span, typeset } from "./format";

const now = Date.parse("2026-11-22T10:00:00Z");

describe("times read as people say them", () => {
  test.each([
    ["2026-11-22T10:00:20Z", "just now"],
    ["2026-11-22T09:59:30Z", "just now"],
    ["2026-11-22T09:59:10Z", "1 minute ago"],
    ["2026-11-22T09:58:00Z", "2 minutes ago"],
    ["2026-11-22T09:00:10Z", "1 hour ago"],
    ["2026-11-22T00:00:00Z", "10 hours ago"],
    ["2026-11-21T10:00:00Z", "yesterday"],
    ["2026-11-10T10:00:00Z", "12 days ago"],
    ["2026-10-20T10:00:00Z", "last month"],
    ["2026-05-20T10:00:00Z", "6 months ago"],
    ["2021-03-14T10:00:00Z", "6 years ago"],
  ])("%s is %s", (iso, words) => {
    expect(relativeTime(iso, now)).toBe(words);
  });
});

test.each([
  ["2026-11-22T09:58:00Z", "2 min ago"],
  ["2026-11-21T10:00:00Z", "yesterday"],
  ["2026-11-10T10:00:00Z", "12 days ago"],
])("%s in short is %s", (iso, words) => {
  expect(shortAge(iso, now)).toBe(words);
});

describe("a countdown shows minutes and seconds", () => {
  test.each([
    [30 * 60_000, "30:00"],
    [29 * 60_000 + 41_999, "29:41"],
    [19_000, "0:19"],
    [0, "0:00"],
    [-5_000, "0:00"],
  ])("%i ms is %s", (milliseconds, text) => {
    expect(span(milliseconds)).toBe(text);
  });
});

test("a right-to-left name turns no text around it", () => {
  expect(quoted("دعم")).toBe("“\u2068دعم\u2069”");
});

test.each([
  ["The system's keyring is locked.", "The system’s keyring is locked.", "The system’s keyring is locked"],
  ["Wait… it is back", "Wait… it is back", "Wait… it is back"],
])("%s gets apostrophes, and no full stop as a heading", (sentence, printed, heading) => {
  expect(typeset(sentence)).toBe(printed);
  expect(asTitle(sentence)).toBe(heading);
});
