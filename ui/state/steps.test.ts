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
  test("unverified, and an account all the same", () => {
    expect(marks({ stage: "unverified", account_id: "n" })).toBe(upTo(5, "store done"));
  });
});

test("who can't see the signs is told how each step stands", () => {
  const said = (change: Partial<Attempt>) => drawn(change).map(({ label, said }) => `${label}, ${said}`);
  expect(said({})).toEqual([
    "Vault ready, done",
    "Asked your browser to open, done",
    "Waiting for your consent, now",
    "Link received, to come",
    "Code exchanged, to come",
    "Workspace identified and stored, to come",
  ]);
  expect(said({ stage: "denied" }).at(-1)).toBe("Declined in the browser, stopped");
  expect(said({ stage: "failed", claimed_at, error: failureOf("code_rejected") }).at(-1)).toBe(
    "Code not accepted, failed",
  );
});

describe("a failure stands at the step it belongs to", () => {
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

  test("a browser that could not be asked, and where it was to go", () => {
    expect(marks({ no_browser: true })).toBe(upTo(1, "browser failed"));
    expect(drawn({ no_browser: true }).at(-1)).toMatchObject({
      label: "No browser could be opened",
      aside: "app.eu.intercom.com",
    });
    expect(marks({ stage: "exchanging", no_browser: true })).toMatch(/exchange now/);
  });

  test("a failure without a report still has a place", () => {
    expect(marks({ stage: "failed" })).toBe(upTo(2, "consent failed"));
  });
});

describe("the right column says what is known", () => {
  test("the vault's mode, the host and how long the wait is", () => {
    expect(drawn({}).map(({ aside }) => aside)).toEqual([
      "the system’s keyring",
      "app.eu.intercom.com",
      "0:26",
      null,
      null,
      null,
    ]);
  });
  test("when the link came, counted from the start", () => {
    expect(drawn({ stage: "exchanging", claimed_at })[3]?.aside).toBe("after 0:20");
  });
  test("both codes at the failing step", () => {
    const failed = drawn({
      stage: "failed",
      claimed_at,
      error: { ...failureOf("code_rejected"), provider_code: "invalid_grant" },
    }).at(-1);
    expect(failed).toMatchObject({ label: "Code not accepted", aside: "code_rejected · invalid_grant" });
  });
  test("a calm end is named after what ended it", () => {
    expect(drawn({ stage: "expired" }).at(-1)?.label).toBe("No consent in time");
  });
});

test.each<[Stage, string]>([
  ["awaiting", "waiting · 29:34 left"],
  ["expired", "no answer came"],
])("the row of an attempt that is %s says so", (stage, line) => {
  expect(attemptLine(attempt("a", { stage }), now)).toBe(line);
});

describe("attempts of the same name are told apart by when they were started", () => {
  /** As the person's own clock shows it, wherever that is. */
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
  test("so are those that stopped", () => {
    const others = [attempt("b", { started_at: at(50, 0) })];
    expect(attemptLine({ ...mine, stage: "denied" }, now, others)).toBe("not authorized · started 10:42");
  });
});

test("nothing can be pressed while Intercom is answering", () => {
  const stages: Stage[] = ["awaiting", "exchanging", "identifying", "unsaved", "refused", "failed", "connected"];
  expect(stages.map(waysOf)).toEqual(["waiting", "none", "none", "kept", "refused", "ended", "none"]);
});
