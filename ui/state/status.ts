// The look and the words of an account's status.
import type { AccountCard } from "../contract/AccountCard";
import type { Overview } from "../contract/Overview";
import type { Status } from "../contract/Status";
import { en } from "../messages/en";
import { count } from "../messages/format";
import type { Mark, Shape, Tone } from "../parts/tone";

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

/** The dot of a status. Its shape tells green, brown and red apart without colour. */
export const mark = (status: Status): Mark => ({ tone: TONE[status], shape: SHAPE[status] });

/** Whether the keyring lost the key. Then no token opens, and a reconnect would not help. */
export const isKeyless = (overview: Overview | null) => overview?.vault.error?.code === "key_missing";

export const statusWord = (status: Status, keyless: boolean) =>
  keyless && status === "needs_reconnect" ? en.keyMissing.status : en.status[status];

/** The status of an account with a problem, for its row. Null for a connected one. */
export function rowProblem(status: Status, keyless: boolean): string | null {
  return keyless && status === "needs_reconnect" ? en.keyMissing.row : en.rowStatus[status];
}

/** The open conversations of a row, or how old they are where they are old. */
export function rowFigure({ open }: AccountCard, _now: number): { text: string; old: boolean } | null {
  return open === null ? null : { text: count(open), old: false };
}

/** The words after the status: the app, the person's own token or the sandbox. */
export function connectedThrough({ status, kind, registration }: AccountCard): string {
  const { through, statusThrough } = en.account;
  if (kind === "sandbox") return statusThrough(status, through.sandbox);
  return statusThrough(status, registration === null ? through.token : through.app(registration));
}

/** "US · Maya Ortiz", as far as Switchhook knows them. */
export function whereAndWho({ workspace, admin }: AccountCard): string {
  const known = [workspace.region ? en.regionShort[workspace.region] : null, admin.name ?? admin.email];
  return known.filter(Boolean).join(" · ") || en.list.unidentified;
}
