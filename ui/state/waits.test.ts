import { expect, test } from "vitest";
import { waitSays } from "./waits";

test("a wait tells its calendar time and the age of its reading", () => {
  const now = Date.parse("2026-11-30T10:00:00Z");
  const wait = { conversation: "1", since: "2026-11-27T10:00:00Z", minutes: 30, is_long: false };
  const fresh = "2026-11-30T09:59:00Z";
  expect(waitSays(wait, fresh, true, now)).toMatch(/^Waits since .+: 2 d 23 h in calendar time$/);
  expect(waitSays(wait, fresh, false, now)).toMatch(/^Waits since [^:]+:\d\d$/);
  expect(waitSays(wait, "2026-11-28T10:00:00Z", true, now)).toMatch(/: 1 d in calendar time · read 2 days ago$/);
});
