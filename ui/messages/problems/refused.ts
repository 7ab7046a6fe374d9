// The words for refused tokens.
import type { ApiRefusal } from "../../contract/ApiRefusal";
import type { ReadRefusal } from "../../contract/ReadRefusal";
import type { Words } from "./words";

export const refused = (host: string, refusal: ApiRefusal, code: string | null): Words => words[refusal](host, code);

const words = {
  dead,
  not_allowed: (host) => ({
    message: `${host} accepts the token, but does not allow this.`,
    hint: "Add the missing permission to the app in the Developer Hub.",
  }),
  not_in_plan: (host) => ({
    message: `${host} accepts the token, but the workspace’s plan does not include this.`,
    hint: "Change the plan in Intercom, or ask a teammate who manages the subscription.",
  }),
} satisfies Record<ApiRefusal, (host: string, code: string | null) => Words>;

/** The words for a dead token, by Intercom's own code. */
function dead(host: string, code: string | null): Words {
  switch (code) {
    case "token_revoked":
      return {
        message: `${host} says that this token was revoked.`,
        hint: "Reconnect the account. Someone uninstalled the app from the workspace, or made a new token.",
      };
    case "token_suspended":
      return {
        message: `${host} says that the app of this token was deleted.`,
        hint: "Connect the workspace with another app. Then you can remove this account.",
      };
    case "token_blocked":
      return {
        message: `${host} says that this token is blocked.`,
        hint: "Find out why from the app’s owner in the Developer Hub, then reconnect the account.",
      };
    case "token_expired":
      return { message: `${host} says that this token has expired.`, hint: "Reconnect the account." };
    default:
      return {
        message: `${host} does not accept this token.`,
        hint: "Reconnect the account. The app may be uninstalled, its token replaced, or its teammate deactivated.",
      };
  }
}

/** The words for a refused request of the person's own. */
export const readRefused = (host: string, refusal: ReadRefusal, permission: string | null): Words =>
  readWords[refusal](host, permission);

const readWords = {
  dead: (host) => ({
    message: `${host} does not accept this account’s token.`,
    hint: "Reconnect the account. Its token may have been revoked or replaced.",
  }),
  not_allowed: (host, permission) => ({
    message: `${host} accepts the token, but does not allow this.`,
    hint: `Add ${permission === null ? "the missing permission" : `the permission “${permission}”`} to the app in the Developer Hub. Most often it is missing there.`,
  }),
  not_in_plan: (host) => words.not_in_plan(host),
  unclear: (host) => ({
    message: `${host} refused this, and does not say whether it still accepts the token.`,
    hint: "Try again in a minute.",
  }),
} satisfies Record<ReadRefusal, (host: string, permission: string | null) => Words>;
