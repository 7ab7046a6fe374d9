import { describe, expect, test } from "vitest";
import type { Attempt } from "../contract/Attempt";
import type { Code } from "../contract/Code";
import type { Stage } from "../contract/Stage";
import { attempt, failureOf } from "./samples";
import { attemptLine, steps, waysOf } from "./steps";

const vault = { mode: "os_keyring", error: null, waiting: false } as const;
const now = Date.parse("2026-11-22T10:00:26Z");
const drawn = (change: Partial<Attempt>) => steps(attempt("a", change), vault, now);
const marks = (change: Partial<Attempt>) =>
  drawn(change)
    .map(({ name, mark }) => `${name} ${mark}`)
    .join(", ");
const claimed_at = "2026-11-22T10:00:20Z";

const before = (last: number) => ["vault", "browser", "consent", "link", "exchange"].slice(0, last);
const upTo = (last: number, end: string) => [...before(last).map((name) => `${name} done`), end].join(", ");

describe("each stage has its place among the steps", () => {
  test.each<[Stage, string]>([
    ["awaiting", `${upTo(2, "consent now")}, link next, exchange next, store next`],
    ["exchanging", `${upTo(4, "exchange now")}, store next`],
    ["identifying", upTo(5, "store now")],
    ["connected", upTo(5, "store done")],
    ["already_connected", upTo(5, "store done")],
    ["unverified", upTo(5, "store stopped")],
    ["unsaved", upTo(5, "store failed")],
    ["refused", upTo(5, "store stopped")],
    ["interrupted", upTo(4, "exchange stopped")],
    ["denied", upTo(2, "consent stopped")],
    ["expired", upTo(2, "consent stopped")],
    ["cancelled", upTo(2, "consent stopped")],
  ])("%s", (stage, expected) => {
    expect(marks({ stage })).toBe(expected);
  });
  test("an unverified account is stored", () => {
    expect(marks({ stage: "unverified", account_id: "n" })).toBe(upTo(5, "store done"));
  });
});

test("each step has its state in words for a screen reader", () => {
  const said = (change: Partial<Attempt>) => drawn(change).map(({ label, said }) => `${label}, ${said}`);
  expect(said({})).toEqual([
    "Encryption key ready, done",
    "Link sent to your browser, done",
    "Waiting for you to authorize, now",
    "Answer received, to come",
    "Token received, to come",
    "Workspace saved, to come",
  ]);
  expect(said({ stage: "denied" }).at(-1)).toBe("Declined in the browser, stopped");
  expect(said({ stage: "failed", claimed_at, error: failureOf("code_rejected") }).at(-1)).toBe(
    "Code not accepted, failed",
  );
});

describe("a failure belongs to its step", () => {
  test.each<[Code, string | null, string]>([
    ["code_rejected", claimed_at, "exchange failed"],
    ["provider_unreachable", claimed_at, "exchange failed"],
    ["provider_unreachable", null, "consent failed"],
    ["vault_locked", null, "vault failed"],
    ["key_missing", claimed_at, "store failed"],
    ["store_failed", claimed_at, "store failed"],
    ["malformed", claimed_at, "link failed"],
    ["state_used", null, "link failed"],
  ])("%s, link received: %s", (code, claimed, expected) => {
    expect(marks({ stage: "failed", claimed_at: claimed, error: failureOf(code) })).toMatch(new RegExp(`${expected}$`));
  });

  test("a browser that did not open, with its host", () => {
    expect(marks({ no_browser: true })).toBe(upTo(1, "browser failed"));
    expect(drawn({ no_browser: true }).at(-1)).toMatchObject({
      label: "No browser opened",
      aside: "app.eu.intercom.com",
    });
    expect(marks({ stage: "exchanging", no_browser: true })).toMatch(/exchange now/);
  });

  test("a failure without an error still has a step", () => {
    expect(marks({ stage: "failed" })).toBe(upTo(2, "consent failed"));
  });
});

describe("the right column of the steps", () => {
  test("shows the place of the key, the host and the wait", () => {
    expect(drawn({}).map(({ aside }) => aside)).toEqual([
      "in your system’s keyring",
      "app.eu.intercom.com",
      "0:26",
      null,
      null,
      null,
    ]);
  });
  test("shows when the link came, from the start", () => {
    expect(drawn({ stage: "exchanging", claimed_at })[3]?.aside).toBe("after 0:20");
  });
  test("shows no code at the failing step", () => {
    const failed = drawn({
      stage: "failed",
      claimed_at,
      error: { ...failureOf("code_rejected"), provider_code: "invalid_grant" },
    }).at(-1);
    expect(failed).toMatchObject({ label: "Code not accepted", aside: null });
  });
  test("names a calm end by its cause", () => {
    expect(drawn({ stage: "expired" }).at(-1)?.label).toBe("Not finished in time");
  });
});

test.each<[Stage, string]>([
  ["awaiting", "waiting · 29:34 left"],
  ["expired", "not finished in time"],
])("the row of an attempt that is %s says so", (stage, line) => {
  expect(attemptLine(attempt("a", { stage }), now)).toBe(line);
});

describe("attempts of the same name show their start", () => {
  /** A time on the clock of this computer. */
  const at = (minute: number, second: number) => new Date(2026, 10, 22, 10, minute, second).toISOString();
  const mine = attempt("a", { started_at: at(42, 7) });
  test.each<[string, Partial<Attempt>, string]>([
    ["in other minutes", { started_at: at(43, 0) }, "started 10:42 · 29:34 left"],
    ["in the same minute", { started_at: at(42, 30) }, "started 10:42:07 · 29:34 left"],
    ["of another app", { registration_id: "r2" }, "waiting · 29:34 left"],
    ["for another account", { reconnects: "acc" }, "waiting · 29:34 left"],
  ])("%s", (_, other, line) => {
    expect(attemptLine(mine, now, [mine, attempt("b", other)])).toBe(line);
  });
  test("stopped attempts show their start, too", () => {
    const others = [attempt("b", { started_at: at(50, 0) })];
    expect(attemptLine({ ...mine, stage: "denied" }, now, others)).toBe("not authorized · started 10:42");
  });
});

test("there are no buttons while Intercom is answering", () => {
  const stages: Stage[] = ["awaiting", "exchanging", "identifying", "unsaved", "refused", "failed", "connected"];
  expect(stages.map(waysOf)).toEqual(["waiting", "none", "none", "kept", "refused", "ended", "none"]);
});
