import { describe, expect, test } from "vitest";
import type { Fault } from "../messages/problems";
import { added, causes, inTurn, retagged, sameTags, type TagChoice, tagChoices, turned, wished } from "./bulk";
import { report } from "./report";
import { account, failure, failureOf } from "./samples";

const accounts = ["a", "b", "c"].map((id) => account(id));

describe("one after another", () => {
  test("each is done once, in order, never two at a time", async () => {
    const log: string[] = [];
    const work = async ({ id }: { id: string }) => {
      log.push(`${id} begins`);
      await Promise.resolve();
      log.push(`${id} ends`);
    };
    expect(await inTurn(accounts, work, () => true)).toEqual({ failures: [], left: [] });
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });
  test("a failure is named and does not stop the others", async () => {
    const done: string[] = [];
    const work = async ({ id }: { id: string }) => {
      if (id === "b") throw failureOf("store_failed");
      done.push(id);
    };
    const { failures, left } = await inTurn(accounts, work, () => true);
    expect(done).toEqual(["a", "c"]);
    expect(failures.map(({ account: { id }, error: { code } }) => [id, code])).toEqual([["b", "store_failed"]]);
    expect(left).toEqual([]);
  });
  test("after a stop the rest is left", async () => {
    const asked: number[] = [];
    const { left } = await inTurn(
      accounts,
      async () => undefined,
      (done) => asked.push(done) < 2,
    );
    expect(asked).toEqual([0, 1]);
    expect(left.map(({ id }) => id)).toEqual(["b", "c"]);
  });
});

test("failures with the same reason are grouped", () => {
  const full = () => failure("store_failed", { about: "store", what: "disk_full" });
  const busy = failure("store_failed", { about: "store", what: "busy" });
  const errors: Fault[] = [full(), busy, full(), report(new Error("a")), report("b")];
  const failures = errors.map((error, index) => ({ account: account(`${index}`), error }));
  expect(causes(failures)).toEqual([
    { error: full(), names: ["Account 0", "Account 2"] },
    { error: busy, names: ["Account 1"] },
    { error: { code: "unexpected", provider_code: null }, names: ["Account 3", "Account 4"] },
  ]);
});

describe("tags of several", () => {
  const all = [
    account("a", { tags: ["client", "eu"] }),
    account("b", { tags: ["client"] }),
    account("z", { tags: ["old"] }),
  ];
  const choices = tagChoices(all.slice(0, 2), all);

  test("all tags, the carried ones first, with counts", () => {
    expect(choices).toEqual([
      { tag: "client", carriers: 2, had: "all" },
      { tag: "eu", carriers: 1, had: "some" },
      { tag: "old", carriers: 0, had: "none" },
    ]);
  });
  test.each<[TagChoice["had"], string[]]>([
    ["all", ["none", "all", "none"]],
    ["none", ["all", "none", "all"]],
    ["some", ["all", "none", "some"]],
  ])("repeated presses on a tag that %s of them carry", (had, expected) => {
    const choice = { tag: "t", carriers: 1, had };
    let wishes: ReadonlyMap<string, boolean> = new Map();
    const seen = expected.map(() => {
      wishes = turned(wishes, choice);
      return wished(wishes, choice);
    });
    expect(seen).toEqual(expected);
  });
  test("typed tags are wanted on all, and new ones come first", () => {
    const { choices: now, wishes } = added({ choices, wishes: new Map() }, ["new", "eu"]);
    expect(now.map(({ tag }) => tag)).toEqual(["new", "client", "eu", "old"]);
    expect([...wishes]).toEqual([
      ["new", true],
      ["eu", true],
    ]);
  });
  test("an untouched tag stays on each account as it was", () => {
    const wishes = new Map([
      ["client", false],
      ["new", true],
    ]);
    expect(retagged(["client", "eu"], wishes)).toEqual(["eu", "new"]);
    expect(retagged(["new"], wishes)).toEqual(["new"]);
    expect(retagged([], new Map())).toEqual([]);
  });
  test("a tag in another form of Unicode is the same tag", () => {
    const [composed, decomposed] = ["Café", "Cafe\u0301"];
    expect(retagged([decomposed, "eu"], new Map([[composed, true]]))).toEqual([decomposed, "eu"]);
    expect(retagged([decomposed, "eu"], new Map([[composed, false]]))).toEqual(["eu"]);
    expect(tagChoices([account("a", { tags: [composed] })], [account("b", { tags: [decomposed] })])).toHaveLength(1);
    expect(
      added({ choices: [{ tag: composed, carriers: 0, had: "none" }], wishes: new Map() }, [decomposed]).choices,
    ).toHaveLength(1);
  });
  test.each([
    [["a", "b"], ["b", "a"], true],
    [["Café"], ["Cafe\u0301"], true],
    [["a"], ["a", "b"], false],
    [["a", "c"], ["a", "b"], false],
  ])("%j and %j are the same: %s", (a, b, expected) => {
    expect(sameTags(a, b)).toBe(expected);
  });
});
