// When a team works, as its form and its summary show it.
import type { WorkingHours } from "../contract/WorkingHours";

/** "09:00" of minutes since midnight. */
export const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The minutes since midnight of "09:00", or null for another text. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const all = Number(hours) * 60 + Number(minutes);
  return Number(hours) < 24 && Number(minutes) < 60 ? all : null;
}

/** "Mon–Fri" or "Mon, Wed": the days in a row, by their short names. */
export function daysText(days: WorkingHours["days"], names: readonly string[]): string {
  const parts: string[] = [];
  for (let first = 0; first < 7; first++) {
    if (!days[first]) continue;
    let last = first;
    while (last < 6 && days[last + 1]) last++;
    const [from, to] = [names[first] ?? "", names[last] ?? ""];
    parts.push(last === first ? from : last === first + 1 ? `${from}, ${to}` : `${from}–${to}`);
    first = last;
  }
  return parts.join(", ");
}
