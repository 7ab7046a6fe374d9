// The refresh of many accounts before a program that answers as Rust does: a check goes on until it is stopped.
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, expect, test, vi } from "vitest";
import { checking } from "./checking.svelte";
import { desk } from "./desk.svelte";
import { account, overview } from "./samples";

const ACCOUNTS = [account("a"), account("b"), account("c", { status: "disabled" })];

afterEach(() => {
  clearMocks();
  vi.unstubAllGlobals();
});

test("a stopped refresh says how far it came", async () => {
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("requestAnimationFrame", setTimeout);
  let tell: ((done: number) => void) | undefined;
  let end: (() => void) | undefined;
  mockIPC(async (command, payload) => {
    if (command === "overview") return { revision: 1, is_whole: true, gone: [], ...overview(ACCOUNTS) };
    if (command === "stop_checking") end?.();
    if (command !== "check_accounts") return undefined;
    tell = (payload as { onChecked: { onmessage: (done: number) => void } }).onChecked.onmessage;
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return { not_updated: [], unread: [] };
  });

  const over = checking.start(ACCOUNTS, { whole: true });
  await vi.waitFor(() => expect(tell).toBeDefined());
  tell?.(1);
  expect([checking.progress, checking.stopping]).toEqual([{ done: 1, of: 2 }, false]);
  checking.stop();
  expect(checking.stopping).toBe(true);
  await over;
  expect([checking.progress, desk.note]).toMatchObject([null, { kind: "checked", done: 1, of: 2 }]);
});
