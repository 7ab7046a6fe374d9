import { describe, expect, test } from "vitest";
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import type { Mark } from "../parts/tone";
import { reconnectWay } from "./reconnect";
import { account, overview, problems, registration } from "./samples";
import { PROBLEMS_FIRST } from "./sort";
import { connectedThrough, keyOf, mark, rowFigure, rowProblem, statusWord, whereAndWho } from "./status";

describe("an account says how it is connected", () => {
  test.each<[string, Partial<AccountCard>, string]>([
    ["connected by an app", {}, "through “\u2068Acme reports\u2069”"],
    ["connected by one's own token", { kind: "token", registration: null }, "through your own token"],
    ["connected by the sandbox", { kind: "sandbox" }, "through the sandbox"],
  ])("%s", (_, change, expected) => {
    expect(connectedThrough(account("a", change))).toBe(expected);
  });
});

test.each([
  ["needs_reconnect", "there", "Needs reconnect", "Reconnect"],
  ["needs_reconnect", "lost", "Key missing", "Key missing"],
  ["needs_reconnect", "withheld", "Needs reconnect", "Reconnect"],
  ["disabled", "lost", "Disabled", "Disabled"],
  ["disabled", "withheld", "Disabled", "Disabled"],
  ["limited", "there", "Limited", "Limited"],
  ["limited", "withheld", "Can’t refresh", "Can’t refresh"],
  ["connected", "there", "Connected", null],
  ["connected", "withheld", "Can’t refresh", "Can’t refresh"],
  ["connected", "lost", "Can’t refresh", "Can’t refresh"],
] as const)("%s, the key is %s", (status, key, word, row) => {
  expect(statusWord(status, key)).toBe(word);
  expect(rowProblem(status, key)).toBe(row);
});

describe("without the key no dot is green", () => {
  test.each(problems.filter(({ failure: { problem } }) => problem.about === "vault").map(({ failure }) => failure))(
    "$code",
    (error) => {
      const key = keyOf({ ...overview([]), vault: { mode: "os_keyring", error, waiting: false } });
      const looks = Object.fromEntries(PROBLEMS_FIRST.map((status) => [status, mark(status, key)])) as Record<
        Status,
        Mark
      >;
      expect(Object.values(looks).filter(({ tone }) => tone === "ok")).toEqual([]);
      expect(looks.connected).toEqual({ tone: "warn", shape: "triangle" });
      expect(looks.needs_reconnect).toEqual({ tone: "bad", shape: "triangle" });
      expect(looks.disabled).toEqual({ tone: "off", shape: "ring" });
    },
  );
  test("with the key it is", () => {
    expect(mark("connected", keyOf(overview([])))).toEqual({ tone: "ok", shape: "disc" });
    expect(keyOf(null)).toBe("there");
  });
});

describe("a row shows its open conversations, or their age", () => {
  const now = Date.parse("2026-12-02T08:00:00Z");
  test.each<[string, Partial<AccountCard>, string | null, boolean]>([
    ["the number", { open: 1204, open_as_of: "2026-12-02T07:58:00Z" }, "1,204", false],
    ["none is a number too", { open: 0, open_as_of: "2026-12-01T08:00:01Z" }, "0", false],
    ["the age of an old one", { open: 18, open_as_of: "2026-11-29T08:00:00Z" }, "3 days ago", true],
    [
      "that of one that could not be renewed",
      { open: 18, open_as_of: "2026-12-02T06:00:00Z", open_failed: true },
      "2 hr ago",
      true,
    ],
    [
      "that of an account that does not answer",
      { open: 18, open_as_of: "2026-12-02T06:00:00Z", status: "unreachable" },
      "2 hr ago",
      true,
    ],
    ["nothing before the first count", {}, null, false],
  ])("%s", (_, change, text, old) => {
    const figure = rowFigure(account("a", change), now);
    expect(figure?.text ?? null).toBe(text);
    expect(figure?.old ?? false).toBe(old);
  });
  test("a screen reader says what the number is, and its age", () => {
    const said = (at: string) => rowFigure(account("a", { open: 18, open_as_of: at }), now)?.said;
    expect(said("2026-12-02T07:58:00Z")).toBe("18 open");
    expect(said("2026-11-29T08:00:00Z")).toBe("18 open, 3 days ago");
  });
});

describe("the row's second line shows known facts", () => {
  test.each<[string, Partial<AccountCard>, string]>([
    ["region and teammate", {}, "US · Maya Ortiz"],
    ["the address when the teammate has no name", { teammate: null, email: "x@y.example" }, "US · x@y.example"],
    ["the teammate alone", { region: null }, "Maya Ortiz"],
    ["nothing", { region: null, teammate: null, email: null }, "not identified yet"],
  ])("%s", (_, change, expected) => {
    expect(whereAndWho(account("a", change))).toBe(expected);
  });
});

describe("an account reconnects the way it was connected", () => {
  const all = [
    registration("r0", { name: "Sandbox" }),
    registration("r1"),
    registration("r2", { name: "Sandbox", kind: "sandbox" }),
    registration("r3", { name: "Cafe\u0301" }),
  ];
  test.each<[string, Partial<AccountCard>, object]>([
    ["its own app", {}, { kind: "registration", id: "r1" }],
    [
      "the sandbox, even when an app has its name",
      { kind: "sandbox", registration: "Sandbox" },
      { kind: "registration", id: "r2" },
    ],
    ["its app in another form of Unicode", { registration: "Café" }, { kind: "registration", id: "r3" }],
    ["a new token for an own token", { kind: "token", registration: null }, { kind: "token" }],
    ["the sheet when its app is gone", { registration: "Gone" }, { kind: "sheet" }],
  ])("%s", (_, change, expected) => {
    expect(reconnectWay(account("a", change), all)).toEqual(expected);
  });
});

test("only the triangle has two colours", () => {
  const tones = new Map<string, Set<string>>();
  for (const { shape, tone } of PROBLEMS_FIRST.map((status) => mark(status)))
    tones.set(shape, (tones.get(shape) ?? new Set()).add(tone));
  expect(Object.fromEntries([...tones].map(([shape, of]) => [shape, [...of].sort()]))).toEqual({
    disc: ["ok"],
    half: ["warn"],
    triangle: ["bad", "warn"],
    ring: ["off"],
  });
});
