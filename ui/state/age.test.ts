import { expect, test } from "vitest";
import { isOld, oldestOf } from "./age";
import { account } from "./samples";

test("the list is as old as its oldest answer", () => {
  const accounts = [
    account("a", { checked_at: "2026-12-01T08:00:00Z" }),
    account("b", { checked_at: "2026-11-30T08:00:00Z" }),
    account("c", { checked_at: "2026-10-01T08:00:00Z", status: "disabled" }),
    account("d", { checked_at: "2026-10-01T08:00:00Z", status: "needs_reconnect" }),
    account("e", { checked_at: null }),
  ];
  expect(oldestOf(accounts)).toEqual({ name: accounts[1]?.name, at: "2026-11-30T08:00:00Z" });
  expect(oldestOf(accounts.slice(2))).toBeNull();
});

test("a figure is old after a day", () => {
  const now = Date.parse("2026-12-02T08:00:00Z");
  expect(isOld("2026-12-01T08:00:01Z", now)).toBe(false);
  expect(isOld("2026-12-01T07:59:59Z", now)).toBe(true);
});
