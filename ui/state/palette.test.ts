import { describe, expect, test } from "vitest";
import type { AccountCard } from "../contract/AccountCard";
import type { Item } from "../parts/menu";
import { type Found, find, type World } from "./palette";
import { account } from "./samples";

const item = (label: string): Item => ({ label, onselect: () => undefined });
const kestrel = account("k", {
  name: "Kestrel Air",
  tags: ["vip"],
  teammate: "Tomás Ferreira",
});
const northwind = account("n", { name: "Northwind Support", tags: ["vip", "eu"] });
const lumen = account("l", { name: "New Kestrel Lumen" });
const world: World = {
  accounts: [lumen, northwind, kestrel],
  open: northwind,
  general: [item("Connect account"), item("Refresh all accounts"), item("Theme: Dark")],
  itemsOf: () => [item("Refresh"), item("Rename…"), item("Edit tags…")],
};

const shown = (found: Found[]) =>
  found.map((each) =>
    each.kind === "do"
      ? [each.item.label, each.account?.name].filter(Boolean).join(" · ")
      : each.kind === "go"
        ? each.account.name
        : `#${each.tag} ${each.count}`,
  );
const results = (query: string, within: AccountCard | null = null, of = world) => shown(find(query, within, of));

describe("the palette finds", () => {
  test.each<[string, string[]]>([
    ["ref", ["Refresh · Northwind Support", "Refresh all accounts"]],
    ["kes ref", ["Refresh · Kestrel Air", "Refresh · New Kestrel Lumen"]],
    ["ref kestrel air", ["Refresh · Kestrel Air"]],
    ["kes", ["Kestrel Air", "New Kestrel Lumen"]],
    ["> ref", ["Refresh · Northwind Support", "Refresh all accounts"]],
    [">dark", ["Theme: Dark"]],
    ["@tomás", ["Kestrel Air"]],
    ["#vi", ["#vip 2"]],
    ["no such thing", []],
  ])("%o", (query, expected) => {
    expect(results(query)).toEqual(expected);
  });

  test("the open account’s actions, before a word is typed", () => {
    expect(results("  ")).toEqual([
      "Refresh · Northwind Support",
      "Rename… · Northwind Support",
      "Edit tags… · Northwind Support",
      "Connect account",
      "Refresh all accounts",
      "Theme: Dark",
      "New Kestrel Lumen",
      "Northwind Support",
      "Kestrel Air",
    ]);
  });

  test("the actions of the chosen account alone", () => {
    expect(results("", kestrel)).toEqual([
      "Refresh · Kestrel Air",
      "Rename… · Kestrel Air",
      "Edit tags… · Kestrel Air",
    ]);
    expect(results("ta", kestrel)).toEqual(["Edit tags… · Kestrel Air"]);
  });

  test("an action that the open account does not offer", () => {
    const disabled = account("x", { name: "Old", status: "disabled" });
    const itemsOf = ({ status }: AccountCard) => [item("Rename…"), ...(status === "disabled" ? [] : [item("Refresh")])];
    const some = { ...world, accounts: [disabled, kestrel], open: disabled, itemsOf };
    expect(results("kes ref", null, some)).toEqual(["Refresh · Kestrel Air"]);
  });

  test("no action of an account where none exists", () => {
    const empty = { ...world, accounts: [], open: null };
    expect(results("ref", null, empty)).toEqual(["Refresh all accounts"]);
    expect(results("ref kes", null, empty)).toEqual([]);
  });
});
