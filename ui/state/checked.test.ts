import { describe, expect, test } from "vitest";
import { en } from "../messages/en";
import { type Checked, checkable, checkedOf } from "./checked";
import { account } from "./samples";

const accounts = [
  account("a"),
  account("b", { status: "unreachable" }),
  account("c", { status: "needs_reconnect" }),
  account("d", { status: "unreachable" }),
  account("e", { status: "disabled" }),
];

test("a refresh skips disabled accounts", () => {
  expect(checkable(accounts)).toEqual(["a", "b", "c", "d"]);
});

describe("the note after a refresh counts problems", () => {
  test.each<[string, string[], number, string[], Checked, string]>([
    [
      "all well",
      ["a"],
      1,
      [],
      { done: 1, of: 1, notUpdated: 0, problems: [] },
      "Refreshed 1 account. It is connected.",
    ],
    [
      "problems, the worst first",
      ["a", "b", "c"],
      3,
      [],
      {
        done: 3,
        of: 3,
        notUpdated: 0,
        problems: [
          { status: "needs_reconnect", count: 1 },
          { status: "unreachable", count: 1 },
        ],
      },
      "Refreshed 3 accounts. 1 needs a reconnect, 1 is unreachable.",
    ],
    [
      "several of one status",
      ["b", "d"],
      2,
      [],
      { done: 2, of: 2, notUpdated: 0, problems: [{ status: "unreachable", count: 2 }] },
      "Refreshed 2 accounts. 2 are unreachable.",
    ],
    ["stopped", ["a", "b"], 1, [], { done: 1, of: 2, notUpdated: 0, problems: [] }, "Stopped after 1 of 2 accounts."],
    [
      "stopped, and one failed",
      ["a", "b", "c"],
      2,
      ["b"],
      { done: 2, of: 3, notUpdated: 1, problems: [] },
      "Stopped after 2 of 3 accounts. Switchhook couldn’t refresh 1 account.",
    ],
    [
      "one failed, and its old status does not count",
      ["a", "b", "c"],
      3,
      ["c"],
      { done: 3, of: 3, notUpdated: 1, problems: [{ status: "unreachable", count: 1 }] },
      "Refreshed 2 accounts. 1 is unreachable. Switchhook couldn’t refresh 1 account.",
    ],
    [
      "one is connected, and the others failed",
      ["a", "b", "c"],
      3,
      ["b", "c"],
      { done: 3, of: 3, notUpdated: 2, problems: [] },
      "Refreshed 1 account. It is connected. Switchhook couldn’t refresh 2 accounts.",
    ],
    [
      "all failed",
      ["b", "c"],
      2,
      ["b", "c"],
      { done: 2, of: 2, notUpdated: 2, problems: [] },
      "Switchhook couldn’t refresh 2 accounts.",
    ],
    [
      "no account",
      [],
      0,
      [],
      { done: 0, of: 0, notUpdated: 0, problems: [] },
      "Nothing to refresh. Switchhook skips disabled accounts.",
    ],
  ])("%s", (_, ids, done, notUpdated, expected, words) => {
    expect(checkedOf(ids, done, notUpdated, accounts)).toEqual(expected);
    expect(en.note.checked(expected)).toBe(words);
  });
});
