// The tooltip of a wait.
import type { Wait } from "../contract/Wait";
import { en } from "../messages/en";
import { dayAndTime, minutesSince, relativeTime, waitTime } from "../messages/format";
import { isOld } from "./age";

/** Returns the tooltip of a wait: since when, the calendar time beside working time, and the age of an old reading. */
export function waitSays(wait: Wait, as_of: string | null, working: boolean, now: number): string {
  const until = as_of === null ? now : Math.min(Date.parse(as_of), now);
  const calendar = working ? waitTime(minutesSince(wait.since, until), true) : null;
  const age = as_of !== null && isOld(as_of, now) ? relativeTime(as_of, now) : null;
  return en.today.waitSays(dayAndTime(wait.since, now), calendar, age);
}
