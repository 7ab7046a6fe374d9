import { expect, test } from "vitest";
import { desk } from "./desk.svelte";

test("leaving an attempt leaves no page that was opened meanwhile", () => {
  desk.show({ kind: "attempt", id: "a" });
  desk.leaveAttempt("another");
  expect(desk.place).toEqual({ kind: "attempt", id: "a" });
  desk.show({ kind: "connect" });
  desk.leaveAttempt("a");
  expect(desk.place).toEqual({ kind: "connect" });
  desk.show({ kind: "attempt", id: "a" });
  desk.leaveAttempt("a");
  expect(desk.place.kind).toBe("home");
});

test("an account that arrives closes no form with typed text", () => {
  const arrival = { kind: "connected", accountId: "a" } as const;
  desk.show({ kind: "tokens" });
  desk.form = { typed: true };
  desk.showArrival(arrival);
  expect([desk.place.kind, desk.note]).toEqual(["tokens", arrival]);
  desk.form = { typed: false };
  desk.showArrival(arrival);
  expect([desk.place.kind, desk.note]).toEqual(["account", arrival]);
});
