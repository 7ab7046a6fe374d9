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

test("disabled accounts are passed over", () => {
  expect(checkable(accounts)).toEqual(["a", "b", "c", "d"]);
});

describe("what checking came to is told", () => {
  test.each<[string, string[], number, string[], Checked, string]>([
    ["all well", ["a"], 1, [], { done: 1, of: 1, untold: 0, troubles: [] }, "1 account was checked: it is connected."],
    [
      "trouble, the worst first, of those that were asked alone",
      ["a", "b", "c"],
      3,
      [],
      {
        done: 3,
        of: 3,
        untold: 0,
        troubles: [
          { status: "needs_reconnect", count: 1 },
          { status: "unreachable", count: 1 },
        ],
      },
      "3 accounts were checked: 1 needs a reconnect, 1 is unreachable.",
    ],
    [
      "several of a kind",
      ["b", "d"],
      2,
      [],
      { done: 2, of: 2, untold: 0, troubles: [{ status: "unreachable", count: 2 }] },
      "2 accounts were checked: 2 are unreachable.",
    ],
    ["stopped", ["a", "b"], 1, [], { done: 1, of: 2, untold: 0, troubles: [] }, "Stopped. Done: 1 of 2 accounts."],
    [
      "stopped, and some could not be asked",
      ["a", "b", "c"],
      2,
      ["b"],
      { done: 2, of: 3, untold: 1, troubles: [] },
      "Stopped. Done: 2 of 3 accounts. 1 could not be asked.",
    ],
    [
      "some could not be asked: what they were is no finding",
      ["a", "b", "c"],
      3,
      ["c"],
      { done: 3, of: 3, untold: 1, troubles: [{ status: "unreachable", count: 1 }] },
      "2 accounts were checked: 1 is unreachable. 1 could not be asked.",
    ],
    [
      "one was well, and the others could not be asked",
      ["a", "b", "c"],
      3,
      ["b", "c"],
      { done: 3, of: 3, untold: 2, troubles: [] },
      "1 account was checked: it is connected. 2 could not be asked.",
    ],
    [
      "none could be asked",
      ["b", "c"],
      2,
      ["b", "c"],
      { done: 2, of: 2, untold: 2, troubles: [] },
      "Nothing was learnt: 2 accounts could not be asked.",
    ],
    [
      "nobody to ask",
      [],
      0,
      [],
      { done: 0, of: 0, untold: 0, troubles: [] },
      "Nothing was checked: disabled accounts are passed over.",
    ],
  ])("%s", (_, ids, done, untold, expected, words) => {
    expect(checkedOf(ids, done, untold, accounts)).toEqual(expected);
    expect(en.note.checked(expected)).toBe(words);
  });
});
