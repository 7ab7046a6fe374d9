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
