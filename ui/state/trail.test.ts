import { describe, expect, test } from "vitest";
import { onAccount, type Place } from "./place";
import { current, go, lastAccount, leave, replace, START, type Trail, visit } from "./trail";

const [a, b, c] = [onAccount("a"), onAccount("b"), onAccount("c")];
const sheet: Place = { kind: "connect" };
const form: Place = { kind: "token", replaces: null };
const along = (...places: Place[]): Trail => places.reduce(visit, START);
const always = () => true;
const without = (gone: Place) => (place: Place) => place !== gone;

test("the way leads back and ahead", () => {
  const trail = along(a, b);
  const back = go(trail, -1, always);
  expect(back && current(back)).toEqual(a);
  const ahead = back && go(back, 1, always);
  expect(ahead && current(ahead)).toEqual(b);
  expect(ahead && go(ahead, 1, always)).toBeNull();
  expect(go(START, -1, always)).toBeNull();
});

test("a new place drops the places ahead", () => {
  const back = go(along(a, b), -1, always) ?? START;
  expect(go(visit(back, c), 1, always)).toBeNull();
});

test("a place twice in a row is one step", () => {
  expect(along(a, a, a).places).toHaveLength(2);
});

test("the way passes what is gone, and what is the same after that", () => {
  expect(current(go(along(a, b, c), -1, without(b)) ?? START)).toEqual(a);
  expect(current(go(along(a, b, a), -1, without(b)) ?? START)).toEqual({ kind: "home" });
});

test("what took the place of a gone one keeps its step", () => {
  const trail = replace(along(a, b), c);
  expect(current(trail)).toEqual(c);
  expect(current(go(trail, -1, always) ?? START)).toEqual(a);
});

test("a long trail forgets its beginning", () => {
  const trail = along(...Array.from({ length: 300 }, (_, index) => onAccount(String(index))));
  expect(trail.places).toHaveLength(100);
  expect(current(trail)).toEqual(onAccount("299"));
});

describe("leaving", () => {
  const apps: Place = { kind: "settings", section: "apps" };
  test.each<[string, Trail, Place]>([
    ["a form leads to the sheet", along(a, sheet, form), sheet],
    ["also where the sheet was not open", along(a, form), sheet],
    ["a list of tokens leads to the form for one", along(a, { kind: "tokens" }), form],
    ["the sheet leads to the page before", along(a, sheet), a],
    ["past other sheets", along(a, sheet, form, sheet), a],
    ["a new token of an account leads to the account", along(a, { kind: "token", replaces: "a" }), a],
    ["the form of an app leads to the settings that opened it", along(a, apps, { kind: "app", id: "r" }), apps],
    ["a new app from the sheet leads to the sheet", along(apps, sheet, { kind: "app", id: null }), sheet],
    ["the settings lead to the page before", along(a, { kind: "settings", section: "about" }), a],
    ["an attempt leads to the page before", along(a, sheet, { kind: "attempt", id: "t" }), a],
  ])("%s", (_, trail, place) => {
    expect(current(leave(trail))).toEqual(place);
  });

  test("keeps the form ahead", () => {
    const left = leave(along(a, sheet, form));
    expect(current(go(left, 1, always) ?? START)).toEqual(form);
  });
});

test("the last account is the one before, past tabs and sheets", () => {
  expect(lastAccount(along(a, b, sheet, onAccount("b", "access")), always)).toEqual(a);
  expect(lastAccount(along(a, b), without(a))).toBeNull();
  const back = go(along(a, b), -1, always) ?? START;
  expect(lastAccount(back, always)).toEqual(b);
});
