// How an account's status looks and reads.
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import { en } from "../messages/en";
import type { Tone } from "../parts/tone";

const TONE = {
  connected: "ok",
  limited: "warn",
  unreachable: "warn",
  unverified: "warn",
  needs_reconnect: "bad",
  disabled: "off",
} satisfies Record<Status, Tone>;

export const tone = (status: Status): Tone => TONE[status];

/** What stands behind the status word: the app, one's own token or the sandbox. */
export function connectedBy({ status, kind, registration }: AccountCard): string {
  const { by, statusBy } = en.account;
  if (kind === "sandbox") return statusBy(status, by.sandbox);
  return statusBy(status, registration === null ? by.token : by.app(registration));
}

/** US · Maya Ortiz, as far as it is known. */
export function whereAndWho({ workspace, admin }: AccountCard): string {
  const known = [workspace.region ? en.regionShort[workspace.region] : null, admin.name ?? admin.email];
  return known.filter(Boolean).join(" · ") || en.list.unidentified;
}
