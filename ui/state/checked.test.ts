import { describe, expect, test } from "vitest";
import type { CheckedAccounts } from "../contract/CheckedAccounts";
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

const gaps = (not_updated: string[], unread: string[] = []): CheckedAccounts => ({ not_updated, unread });

test("a refresh skips disabled accounts", () => {
  expect(checkable(accounts)).toEqual(["a", "b", "c", "d"]);
});

describe("the note after a refresh counts problems", () => {
  test.each<[string, string[], number, CheckedAccounts, Checked, string]>([
    [
      "all well",
      ["a"],
      1,
      gaps([]),
      { done: 1, of: 1, notUpdated: 0, unread: 0, problems: [] },
      "Refreshed 1 account. It is connected.",
    ],
    [
      "problems, the worst first",
      ["a", "b", "c"],
      3,
      gaps([]),
      {
        done: 3,
        of: 3,
        notUpdated: 0,
        unread: 0,
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
      gaps([]),
      { done: 2, of: 2, notUpdated: 0, unread: 0, problems: [{ status: "unreachable", count: 2 }] },
      "Refreshed 2 accounts. 2 are unreachable.",
    ],
    [
      "stopped",
      ["a", "b"],
      1,
      gaps([]),
      { done: 1, of: 2, notUpdated: 0, unread: 0, problems: [] },
      "Stopped after 1 of 2 accounts.",
    ],
    [
      "stopped, and one failed",
      ["a", "b", "c"],
      2,
      gaps(["b"]),
      { done: 2, of: 3, notUpdated: 1, unread: 0, problems: [] },
      "Stopped after 2 of 3 accounts. Switchhook couldn’t refresh 1 account.",
    ],
    [
      "one failed, and its old status does not count",
      ["a", "b", "c"],
      3,
      gaps(["c"]),
      { done: 3, of: 3, notUpdated: 1, unread: 0, problems: [{ status: "unreachable", count: 1 }] },
      "Refreshed 2 accounts. 1 is unreachable. Switchhook couldn’t refresh 1 account.",
    ],
    [
      "one is connected, and the others failed",
      ["a", "b", "c"],
      3,
      gaps(["b", "c"]),
      { done: 3, of: 3, notUpdated: 2, unread: 0, problems: [] },
      "Refreshed 1 account. It is connected. Switchhook couldn’t refresh 2 accounts.",
    ],
    [
      "two could not be read, which is no status",
      ["a", "b"],
      2,
      gaps([], ["a", "b"]),
      { done: 2, of: 2, notUpdated: 0, unread: 2, problems: [{ status: "unreachable", count: 1 }] },
      "Refreshed 2 accounts. 1 is unreachable. Switchhook couldn’t read the open conversations of 2 accounts.",
    ],
    [
      "all connected, one not read, one failed",
      ["a", "c"],
      2,
      gaps(["c"], ["a"]),
      { done: 2, of: 2, notUpdated: 1, unread: 1, problems: [] },
      "Refreshed 1 account. It is connected. Switchhook couldn’t read the open conversations of 1 account. Switchhook couldn’t refresh 1 account.",
    ],
    [
      "all failed",
      ["b", "c"],
      2,
      gaps(["b", "c"]),
      { done: 2, of: 2, notUpdated: 2, unread: 0, problems: [] },
      "Switchhook couldn’t refresh 2 accounts.",
    ],
    [
      "no account",
      [],
      0,
      gaps([]),
      { done: 0, of: 0, notUpdated: 0, unread: 0, problems: [] },
      "Nothing to refresh. Switchhook skips disabled accounts.",
    ],
  ])("%s", (_, ids, done, gaps, expected, words) => {
    expect(checkedOf(ids, done, gaps, accounts)).toEqual(expected);
    expect(en.note.checked(expected)).toBe(words);
  });
});
