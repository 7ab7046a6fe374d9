// The look and the words of an account's status.
import type { AccountCard } from "../contract/AccountCard";
import type { Overview } from "../contract/Overview";
import type { Status } from "../contract/Status";
import { en } from "../messages/en";
import { count, exactTime, relativeTime, shortAge } from "../messages/format";
import type { Mark, Shape, Tone } from "../parts/tone";
import { isStale } from "./age";

const TONE = {
  connected: "ok",
  limited: "warn",
  unreachable: "warn",
  unverified: "warn",
  needs_reconnect: "bad",
  disabled: "off",
} satisfies Record<Status, Tone>;

const SHAPE = {
  connected: "disc",
  limited: "half",
  unverified: "half",
  unreachable: "triangle",
  needs_reconnect: "triangle",
  disabled: "ring",
} satisfies Record<Status, Shape>;

export const tone = (status: Status): Tone => TONE[status];

/** Whether the tokens can be decrypted: the key is there, the keyring has lost it, or the keyring doesn't give it. */
export type Key = "there" | "lost" | "withheld";

export function keyOf(overview: Overview | null): Key {
  const error = overview?.vault.error;
  if (!error) return "there";
  return error.code === "key_missing" ? "lost" : "withheld";
}

/** Whether the account could be asked, but for its token that can't be decrypted. */
const isBarred = (status: Status, key: Key) => key !== "there" && status !== "disabled" && status !== "needs_reconnect";

/** The dot of a status. Its shape tells green, brown and red apart without colour. Without the key none is green. */
export const mark = (status: Status, key: Key = "there"): Mark => {
  const seen = isBarred(status, key) ? "unreachable" : status;
  return { tone: TONE[seen], shape: SHAPE[seen] };
};

/** Whether the keyring lost the key. Then no token opens, and a reconnect would not help. */
export const isKeyless = (overview: Overview | null) => keyOf(overview) === "lost";

export function statusWord(status: Status, key: Key): string {
  if (isBarred(status, key)) return en.barred.status;
  return key === "lost" && status === "needs_reconnect" ? en.keyMissing.status : en.status[status];
}

/** The status of an account with a problem, for its row. Null for a connected one. */
export function rowProblem(status: Status, key: Key): string | null {
  if (isBarred(status, key)) return en.barred.row;
  return key === "lost" && status === "needs_reconnect" ? en.keyMissing.row : en.rowStatus[status];
}

/** The open conversations of a row. An old number, or one that could not be renewed, gives way to its age. */
export function rowFigure(
  account: AccountCard,
  now: number,
): { text: string; old: boolean; exact: string; said: string } | null {
  const { open, open_as_of: at } = account;
  if (open === null || at === null) return null;
  const exact = en.list.openAsOf(open, exactTime(at));
  const said = (age: string | null) => en.list.openWithAge(open, age);
  return isStale(account, at, now)
    ? { text: shortAge(at, now), old: true, exact, said: said(relativeTime(at, now)) }
    : { text: count(open), old: false, exact, said: said(null) };
}

/** The words after "Connected": the app, the person's own token or the sandbox. */
export function connectedThrough({ kind, registration }: Pick<AccountCard, "kind" | "registration">): string {
  const { through } = en.account;
  if (kind === "sandbox") return through.sandbox;
  return registration === null ? through.token : through.app(registration);
}

/** "US · Maya Ortiz", as far as Switchhook knows them. */
export function whereAndWho({ region, teammate, email }: AccountCard): string {
  const known = [region && en.regionShort[region], teammate ?? email];
  return known.filter(Boolean).join(" · ") || en.list.unidentified;
}
