// What is offered to a person whose attempt has stopped, or stands still, and whose account is not well.
import type { Attempt } from "../contract/Attempt";
import type { Registration } from "../contract/Registration";
import type { Status } from "../contract/Status";

export type Cure = "reconnect" | "enable" | "check" | "permissions";

/** The buttons beside what is wrong with an account; `lacks`: the permissions that are known to be missing. */
export function cures(status: Status, lacks: string[]): Cure[] {
  switch (status) {
    case "connected":
      return [];
    case "needs_reconnect":
      return ["reconnect"];
    case "disabled":
      return ["enable"];
    case "limited":
      return lacks.length > 0 ? ["permissions"] : ["check"];
    case "unverified":
      return lacks.length > 0 ? ["permissions", "check"] : ["check"];
    case "unreachable":
      return ["check"];
  }
}

export type Remedy = "again" | "secret";

/** Once more is always right; a code that was refused may be the secret's fault, where there is one of the person's own. */
export function remedies({ stage, error, sandbox }: Attempt): Remedy[] {
  return stage === "failed" && error?.code === "code_rejected" && !sandbox ? ["again", "secret"] : ["again"];
}

/** How long a browser may take to come up. */
const COMES_UP_IN = 5000;

/** Nobody tells whether a browser came up; if the person still looks at this window, it may not have. */
export const looksUnopened = (
  { stage, no_browser, can_reopen, started_at }: Attempt,
  now: number,
  wentAway: boolean,
): boolean =>
  stage === "awaiting" && can_reopen && !no_browser && !wentAway && now - Date.parse(started_at) > COMES_UP_IN;

type Road = { registrationId: string; reconnects: string | null; workspace: string | null };

/** Where the same attempt goes once more: what it awaited, it awaits again. The sandbox is woken where it is only to be tried. */
export const roadAgain = ({ sandbox, registration_id, reconnects, workspace }: Attempt): "sandbox" | Road =>
  sandbox && reconnects === null && workspace === null
    ? "sandbox"
    : { registrationId: registration_id, reconnects, workspace };

/** The person's own app whose consent page is open: of what that page keeps to itself, only its settings can be the cause. */
export function appAtConsent(attempt: Attempt, registrations: Registration[]): Registration | undefined {
  if (attempt.stage !== "awaiting" || attempt.sandbox) return undefined;
  return registrations.find(({ id }) => id === attempt.registration_id);
}
