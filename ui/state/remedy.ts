// The buttons for an account with a problem, and for an attempt that stopped or makes no progress.
import type { Attempt } from "../contract/Attempt";
import type { Registration } from "../contract/Registration";
import type { Status } from "../contract/Status";

export type Cure = "reconnect" | "enable" | "check" | "permissions";

/** The buttons beside the problem of an account. `lacks`: the permissions that are known to be missing. */
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

/** The buttons below an attempt that ended. A refused code may come from a wrong secret of the person's own app. */
export function remedies({ stage, error, sandbox }: Attempt): Remedy[] {
  return stage === "failed" && error?.code === "code_rejected" && !sandbox ? ["again", "secret"] : ["again"];
}

/** Milliseconds that a browser may take to come up. */
const COMES_UP_IN = 5000;

/** Whether the browser may not have come up. The system doesn't say; the person still looks at this window. */
export const looksUnopened = (
  { stage, no_browser, can_reopen, started_at }: Attempt,
  now: number,
  wentAway: boolean,
): boolean =>
  stage === "awaiting" && can_reopen && !no_browser && !wentAway && now - Date.parse(started_at) > COMES_UP_IN;

/** Milliseconds after which an answer is overdue. */
const OVERDUE_AFTER = 60_000;

/** Whether the answer is overdue, so that the window explains what usually went wrong. */
export const isOverdue = ({ stage, started_at }: Attempt, now: number): boolean =>
  stage === "awaiting" && now - Date.parse(started_at) >= OVERDUE_AFTER;

type Connection = { registrationId: string; reconnects: string | null; workspace: string | null };

/** The connection that tries the attempt again, to the same workspace. "sandbox" also starts the sandbox. */
export const connectionOf = ({ sandbox, registration_id, reconnects, workspace }: Attempt): "sandbox" | Connection =>
  sandbox && reconnects === null && workspace === null
    ? "sandbox"
    : { registrationId: registration_id, reconnects, workspace };

/** The person's own app while its consent page is open. An error on that page can only come from the app's settings. */
export function appAtConsent(attempt: Attempt, registrations: Registration[]): Registration | undefined {
  if (attempt.stage !== "awaiting" || attempt.sandbox) return undefined;
  return registrations.find(({ id }) => id === attempt.registration_id);
}
