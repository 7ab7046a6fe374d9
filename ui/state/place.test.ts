import { describe, expect, test } from "vitest";
import { addressOf, isForm, isOver, onAccount, type Place, placeAt, SECTIONS, samePlace, TABS } from "./place";

const places: Place[] = [
  { kind: "home" },
  { kind: "today" },
  ...TABS.map((tab) => onAccount("a b/c?d#e%", tab)),
  { kind: "attempt", id: "t" },
  { kind: "connect" },
  { kind: "connect", added: "r&s=1" },
  { kind: "token", replaces: null },
  { kind: "token", replaces: "a+b" },
  { kind: "tokens" },
  { kind: "app", id: null },
  { kind: "app", id: "r" },
  ...SECTIONS.map((section): Place => ({ kind: "settings", section })),
];

test.each(places.map((place) => [addressOf(place), place] as const))("%s leads to its place", (address, place) => {
  expect(placeAt(address)).toEqual(place);
  expect(places.filter((other) => samePlace(other, place))).toHaveLength(1);
});

test.each([
  "",
  "account/a",
  "//",
  "/account",
  "/account/",
  "/account/a/",
  "/account/a/nowhere",
  "/account/a/overview/more",
  "/account/%",
  "/attempt/a/b",
  "/today/more",
  "/connect/nowhere",
  "/connect/token/a",
  "/settings/nowhere",
  "/settings/general/more",
  "https://example.com/",
])("%o leads nowhere", (address) => {
  expect(placeAt(address)).toBeNull();
});

describe("an address may leave out the first of several", () => {
  test.each([
    ["/account/a", onAccount("a")],
    ["/settings", { kind: "settings", section: "general" }],
  ] as const)("%s", (address, place) => {
    expect(placeAt(address)).toEqual(place);
  });
});

test("forms, sheets and settings lie over a page", () => {
  const kinds = (is: (place: Place) => boolean) => [...new Set(places.filter(is).map(({ kind }) => kind))];
  expect(kinds(isForm)).toEqual(["token", "tokens", "app"]);
  expect(kinds(isOver)).toEqual(["connect", "token", "tokens", "app", "settings"]);
});
