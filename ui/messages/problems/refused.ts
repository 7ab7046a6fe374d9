// The words for refused tokens.
import type { ApiRefusal } from "../../contract/ApiRefusal";
import type { ReadRefusal } from "../../contract/ReadRefusal";
import type { Words } from "./words";

export const refused = (host: string, refusal: ApiRefusal, code: string | null): Words => words[refusal](host, code);

const words = {
  dead,
  not_allowed: (host) => ({
    message: `${host} accepts the token, but not for this.`,
    hint: "The app lacks a permission: add it in the Developer Hub.",
  }),
  not_in_plan: (host) => ({
    message: `${host} accepts the token, but the workspace’s plan does not include this.`,
    hint: "Somebody who looks after the workspace’s subscription can change its plan.",
  }),
} satisfies Record<ApiRefusal, (host: string, code: string | null) => Words>;

/** How the token died, by Intercom's own code. */
function dead(host: string, code: string | null): Words {
  switch (code) {
    case "token_revoked":
      return {
        message: `${host} says that this token was revoked.`,
        hint: "The app was uninstalled from the workspace, or its token was made anew. Reconnect the account.",
      };
    case "token_suspended":
      return {
        message: `${host} says that the app of this token was deleted.`,
        hint: "Connect the workspace anew with an app that exists; this account can be forgotten.",
      };
    case "token_blocked":
      return {
        message: `${host} says that this token is blocked.`,
        hint: "Ask whoever looks after the app in the Developer Hub, then reconnect the account.",
      };
    case "token_expired":
      return { message: `${host} says that this token has expired.`, hint: "Reconnect the account." };
    default:
      return {
        message: `${host} does not accept this token.`,
        hint: "The app may have been uninstalled, its token made anew, or the teammate who authorized it deactivated. Reconnect the account.",
      };
  }
}

/** A read of the person's own. */
export const readRefused = (host: string, refusal: ReadRefusal, permission: string | null): Words =>
  readWords[refusal](host, permission);

const readWords = {
  dead: (host) => ({
    message: `${host} does not accept this account’s token.`,
    hint: "Reconnect the account: its token may have been revoked or replaced.",
  }),
  not_allowed: (host, permission) => ({
    message: `${host} accepts the token, but not for this.`,
    hint: `Most often ${permission === null ? "the app lacks a permission" : `the app lacks "${permission}"`}: add it in the Developer Hub.`,
  }),
  not_in_plan: (host) => words.not_in_plan(host),
  unclear: (host) => ({
    message: `${host} refused this, and does not say whether it still accepts the token.`,
    hint: "Try again in a minute.",
  }),
} satisfies Record<ReadRefusal, (host: string, permission: string | null) => Words>;
