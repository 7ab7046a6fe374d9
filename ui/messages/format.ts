// Numbers, dates and names as words. Dates are English, as the words are.
const LOCALE = "en-GB";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Makes a format at its first use. Making one takes milliseconds, and the first drawing needs few of them. */
function atFirstUse<Format>(make: () => Format): () => Format {
  let made: Format | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const relativeFormat = atFirstUse(() => new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }));
const shortFormat = atFirstUse(() => new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "narrow" }));
const dateFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { dateStyle: "long" }));
const exactFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "long" }));
const minuteFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" }));
const secondFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" }));
const weekdayFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { weekday: "short" }));
const longWeekdayFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { weekday: "long", timeZone: "UTC" }));
const dateOfDayFormat = atFirstUse(
  () =>
    new Intl.DateTimeFormat(LOCALE, {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    }),
);
const shortDateFormat = atFirstUse(() => new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" }));
const dayFormat = atFirstUse(
  () =>
    new Intl.DateTimeFormat(LOCALE, {
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "2-digit",
      minute: "2-digit",
    }),
);
const countFormat = atFirstUse(() => new Intl.NumberFormat(LOCALE));
const listFormat = atFirstUse(() => new Intl.ListFormat(LOCALE, { type: "conjunction" }));

/** Quotes a name and isolates its direction, so that it does not turn the text around it. */
export const quoted = (name: string) => `“\u2068${name}\u2069”`;

/** A sentence of Rust's with typographic apostrophes. */
export const typeset = (sentence: string) => sentence.replaceAll("'", "’");

/** A sentence as a heading, without its full stop. */
export const asTitle = (sentence: string) => typeset(sentence).replace(/\.$/, "");

/** "a, b and c", without the parts that are null. */
export const allOf = (parts: (string | null)[]) => listFormat().format(parts.filter((part) => part !== null));

export const count = (value: number) => countFormat().format(value);
export const date = (iso: string) => dateFormat().format(new Date(iso));
/** "10:42", in the computer's time zone. */
export const clockTime = (iso: string) => minuteFormat().format(new Date(iso));
/** "10:42:07". */
export const clockSeconds = (iso: string) => secondFormat().format(new Date(iso));
export const exactTime = (iso: string) => exactFormat().format(new Date(iso));

/** "09:00" of today, "yesterday 09:00", "Fri 17:40" of the last days, or "24 Nov 17:40", in the computer's time zone. */
export function dayAndTime(iso: string, now: number): string {
  const at = new Date(iso);
  const days = Math.round((midnight(now) - midnight(at.getTime())) / DAY);
  if (days === 0) return clockTime(iso);
  const day = days === 1 ? "yesterday" : (days > 1 && days < 7 ? weekdayFormat : shortDateFormat)().format(at);
  return `${day} ${clockTime(iso)}`;
}

/** "Mon 30 Nov", of a date such as "2026-11-30". */
export const dateOfDay = (day: string) => dateOfDayFormat().format(new Date(`${day}T00:00:00Z`));

/** "Monday", of a day that is counted from 1970-01-01. */
export const weekday = (day: number) => longWeekdayFormat().format(new Date(day * DAY));

/** "08:45" of today, "tomorrow 08:45", or a date. */
export function soon(iso: string, now: number): string {
  const days = Math.round((midnight(Date.parse(iso)) - midnight(now)) / DAY);
  if (days === 0) return clockTime(iso);
  return `${days === 1 ? "tomorrow" : shortDateFormat().format(new Date(iso))} ${clockTime(iso)}`;
}

/** "Wednesday 2 December, 09:00". */
export const dayOfMonth = (time: number) => dayFormat().format(time);

const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);

/** "2 minutes ago". A time in the future reads "just now". */
export const relativeTime = (iso: string, now: number) => ago(iso, now, relativeFormat);
/** "2d ago", for a narrow place. */
export const shortAge = (iso: string, now: number) => ago(iso, now, shortFormat);

function ago(iso: string, now: number, format: () => Intl.RelativeTimeFormat): string {
  const age = now - Date.parse(iso);
  if (age < 45 * SECOND) return "just now";
  if (age < HOUR - MINUTE / 2) return format().format(-Math.max(1, Math.round(age / MINUTE)), "minute");
  if (age < DAY - HOUR / 2) return format().format(-Math.max(1, Math.round(age / HOUR)), "hour");
  if (age < 30 * DAY) return format().format(-Math.max(1, Math.round(age / DAY)), "day");
  if (age < 365 * DAY) return format().format(-Math.max(1, Math.round(age / (30.44 * DAY))), "month");
  return format().format(-Math.max(1, Math.round(age / (365.25 * DAY))), "year");
}

/** Minutes and seconds, as in "29:41", and never below zero. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "3 d 4 h", "26 h 10 min" or "12 min". A day of working time has no fixed length, so `days` is false for it. */
export function waitTime(minutes: number, days: boolean): string {
  const all = Math.max(0, Math.floor(minutes));
  const hours = Math.floor(all / 60);
  const parts =
    days && hours >= 24
      ? [`${count(Math.floor(hours / 24))} d`, hours % 24 > 0 && `${hours % 24} h`]
      : [hours > 0 && `${count(hours)} h`, all % 60 > 0 && `${all % 60} min`];
  return parts.filter(Boolean).join(" ") || "under 1 min";
}

/** The calendar time since then, in minutes. */
export const minutesSince = (iso: string, now: number) => (now - Date.parse(iso)) / MINUTE;
