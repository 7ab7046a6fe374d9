// The list of tokens before a program that answers as Rust does: a row for each line, and each line told when the test says so.
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AddedToken } from "../contract/AddedToken";
import type { ListedToken } from "../contract/ListedToken";
import { LARGEST } from "./tokens";
import { TokenList } from "./tokens.svelte";

type Channel = { onmessage: (added: AddedToken) => void };

let list: TokenList;
/** The lists that were read, and those that were sent. */
let read: string[];
let sent: string[];
/** Tells what became of a line of the list that was sent last. */
let tell: (line: number, name: string | null) => void;

const linesOf = (text: string) => text.split("\n").flatMap((line, index) => (line.trim() ? [{ line, index }] : []));
const listed = (text: string): ListedToken[] =>
  linesOf(text)
    .filter(({ line }) => line !== "token")
    .map(({ index }) => ({ line: index + 1, name: null, tags: [], error: null }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  [read, sent, list] = [[], [], new TokenList()];
  mockIPC((command, payload) => {
    const given = payload as { list: string; onAdded: Channel };
    if (command === "read_tokens") {
      read.push(given.list);
      return listed(given.list);
    }
    if (command !== "add_tokens") throw new Error(command);
    sent.push(given.list);
    const { onmessage } = given.onAdded;
    tell = (line, name) =>
      onmessage({
        line,
        connected: name === null ? null : { account: { id: name, name }, outcome: "connected" },
        error: name === null ? { code: "unexpected", provider_code: null } : null,
      } as unknown as AddedToken);
    return listed(given.list).length;
  });
});
afterEach(() => {
  clearMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(1000);

/** Fills the list and begins to connect it. */
async function begin(text: string) {
  list.open();
  list.edit(text);
  void list.start();
  await settle();
}

describe("a paste", () => {
  test("joins the lines that failed and were kept", async () => {
    await begin("a\nb");
    tell(1, "Acme");
    tell(2, null);
    await settle();
    expect(list.list).toBe("b");
    list.add("c\r\nd");
    await settle();
    expect(list.list).toBe("b\nc\nd");
    expect(list.rows.map(({ error }) => error !== null)).toEqual([true, false, false]);
  });
  test("joins what was typed just before", () => {
    list.edit("a");
    list.add("b");
    expect(list.list).toBe("a\nb");
  });
  test("takes the place of a heading without lines", async () => {
    list.edit("token");
    await settle();
    list.add("token\na");
    expect(list.list).toBe("token\na");
  });
  test("during the work waits for its end, and is not sent with it", async () => {
    await begin("a\nb");
    list.add("c\nd");
    list.add("e");
    expect(list.list).toBe("a\nb");
    tell(1, "Acme");
    tell(2, null);
    await settle();
    expect([sent, list.list]).toEqual([["a\nb"], "b\nc\nd\ne"]);
    expect(list.result).toEqual({ connected: 1, failed: 1, left: 0 });
  });
  test("outlasts the list before it", async () => {
    await begin("a");
    list.add("c\nd");
    list.leave();
    tell(1, "Acme");
    await settle();
    expect(list.list).toBe("c\nd");
  });
  test("that is too large is not taken, and the screen says so", async () => {
    list.add("a");
    list.add("b".repeat(LARGEST));
    expect([list.list, list.listFault]).toEqual(["a", "tooLarge"]);
    list.edit("b".repeat(LARGEST + 1));
    expect([list.list, list.listFault]).toEqual(["a", "tooLarge"]);
    list.edit("ab");
    expect([list.list, list.listFault]).toEqual(["ab", null]);
  });
});

test("Rust reads the list once the typing rests", async () => {
  for (const typed of ["a", "ab", "abc"]) {
    list.edit(typed);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(read).toEqual([]);
  await settle();
  expect([read, list.rows.length]).toEqual([["abc"], 1]);
});

test("a double press sends the list once", async () => {
  list.edit("a\nb");
  void list.start();
  void list.start();
  await settle();
  expect([list.progress, list.result]).toEqual([{ done: 0, of: 2 }, null]);
  tell(1, "Acme");
  tell(2, null);
  await settle();
  expect([sent, list.rows.length, list.result]).toEqual([["a\nb"], 1, { connected: 1, failed: 1, left: 0 }]);
  void list.start();
  await settle();
  expect(sent).toEqual(["a\nb", "b"]);
});

describe("the list", () => {
  test("outlasts its screen", async () => {
    list.open();
    list.edit("a\nb");
    await settle();
    list.leave();
    list.open();
    await settle();
    expect([list.list, list.rows.length]).toEqual(["a\nb", 2]);
  });
  test("goes when it is cancelled", () => {
    list.edit("a\nb");
    list.clear();
    list.leave();
    expect([list.list, list.rows, list.typed]).toEqual(["", [], false]);
  });
  test("loses each line that is connected", async () => {
    await begin("a\nb");
    tell(1, "Acme");
    expect(list.list).toBe("b");
    list.leave();
    tell(2, "Lumen");
    await settle();
    expect([list.list, list.connected]).toEqual(["", []]);
  });
  test("keeps its failures after its screen", async () => {
    await begin("a\nb");
    tell(1, "Acme");
    tell(2, null);
    await settle();
    list.leave();
    list.open();
    await settle();
    expect([list.list, list.connected, list.result]).toEqual(["b", [], null]);
    expect(list.rows.map(({ error }) => error?.code)).toEqual(["unexpected"]);
  });
});
