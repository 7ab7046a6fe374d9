import { describe, expect, test } from "vitest";
import { inHand, isList, reached, shownAppDone, shownDone, turned } from "./guide";
import { Guide } from "./guide.svelte";

describe("the steps of the guide", () => {
  test.each([
    ["a tick on the next step", 0, 1, 1],
    ["a tick on a later step does all before it", 1, 3, 3],
    ["a press on the last tick opens it again", 3, 3, 2],
    ["a press on an earlier tick opens it and all after it", 4, 2, 1],
  ])("%s", (_, done, step, then) => {
    expect(turned(done, step)).toBe(then);
  });
  test("a step that is reached again changes nothing", () => {
    expect([reached(0, 1), reached(3, 1), reached(1, 2)]).toEqual([1, 3, 2]);
  });
  test("a token in its field ticks all as long as it is there", () => {
    expect([shownDone(1, ""), shownDone(1, "  "), shownDone(1, "dG9r")]).toEqual([1, 1, 4]);
  });
  test("the step in hand is the first open one, or the last", () => {
    expect([0, 1, 2, 3, 4].map((done) => inHand(done, 4))).toEqual([1, 2, 3, 4, 4]);
  });
});

describe("the last steps to an app are done by typing", () => {
  test.each([
    ["an id alone does none", { client_id: "c", secret: "", name: "Acme" }, 2, 2],
    ["id and secret do the step before the name", { client_id: "c", secret: "s", name: " " }, 2, 5],
    ["with a name all is done", { client_id: "c", secret: "s", name: "Acme" }, 2, 6],
  ])("%s", (_, typed, done, shown) => {
    expect(shownAppDone(done, typed)).toBe(shown);
  });
});

test.each([
  ["dG9r", false],
  ["dG9r\n\n", false],
  ["dG9r\ndG9s", true],
  ["token,name\r\ndG9r,Acme\r\n", true],
])("%j is a list: %s", (pasted, list) => {
  expect(isList(pasted)).toBe(list);
});

describe("the ticks", () => {
  test("outlast a look elsewhere, with the region of the hub", () => {
    const guide = new Guide("token", "us");
    guide.reach(2);
    guide.region = "eu";
    guide.leave();
    const again = new Guide("token", "us");
    expect([again.done, again.region]).toEqual([2, "eu"]);
  });
  test("belong to one account", () => {
    const guide = new Guide("token a", "us");
    guide.turn(3);
    guide.leave();
    expect(new Guide("token b", "us").done).toBe(0);
  });
  test("are gone after an account arrived", () => {
    const guide = new Guide("token c", "us");
    guide.turn(4);
    guide.end();
    guide.leave();
    expect(new Guide("token c", "us").done).toBe(0);
  });
});
