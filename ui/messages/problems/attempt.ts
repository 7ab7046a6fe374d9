// The words for problems of attempts to connect an account.
import type { AttemptProblem } from "../../contract/AttemptProblem";
import type { CodeRejection } from "../../contract/CodeRejection";
import { provider } from "./provider";
import { named, type Words, type WordsOf, worded } from "./words";

const words = {
  not_found: () => ({
    message: "There is no such attempt.",
    hint: "See the window, or `switchhook attempt list`, for those that are under way or wait for a decision.",
  }),
  too_many: ({ most }) => ({
    message: `${most} attempts are waiting for an answer already.`,
    hint: "Cancel one of them in the window or by `switchhook attempt discard ID`, or let it expire: an attempt waits 30 minutes at most.",
  }),
  other_app: ({ registration }) => ({
    message: `This account was not connected with “${registration}”.`,
    hint: "Reconnect it with the app it was connected with, or connect it as a new account.",
  }),
  other_workspace: ({ registration, only, asked }) => ({
    message: `“${registration}” connects only the workspace “${only}”, and “${asked}” was asked for.`,
    hint: "Leave the workspace out, choose another app, or edit this one. Nothing was begun.",
  }),
  url_forgotten: () => ({
    message: "The link of this attempt is no longer known: it lives only in the program that made it.",
    hint: "Cancel the attempt and start again.",
  }),
  denied: () => ({
    message: "Access was not given.",
    hint: "Nothing was stored. Start again when you are ready to authorize.",
    settlesStored: true,
  }),
  not_authorized: () => ({
    message: "The provider answered with an error instead of an authorization.",
    hint: "Nothing was stored. Try again, or check the app’s settings there.",
    settlesStored: true,
  }),
  code_rejected: ({ reason }) => rejected[reason],
  expired: () => ({
    message: "The attempt waited too long for its answer.",
    hint: "Start the connection again, and finish it in the page that opens.",
  }),
  cancelled: () => ({
    message: "The attempt was cancelled.",
    hint: "Start again whenever you like.",
  }),
  registration_removed: ({ registration }) => ({
    message: `The app “${registration}” was removed while its answer was awaited.`,
    hint: "Connect with another app, or add this one again.",
  }),
  interrupted: () => ({
    message: "Switchhook was stopped while the provider was answering; the consent may be used up.",
    hint: "Connect again.",
  }),
  unsaved: () => ({
    message: "The new token could not be stored yet; ending now would lose it.",
    hint: "Make room on the disk, or end what keeps the database busy, and try again.",
  }),
  token_lost: () => ({
    message: "The new token could not be stored, and is lost.",
    hint: "Make room on the disk, or end what keeps the database busy, and connect again.",
  }),
  left: () => ({
    message: "The attempt was left before it was finished.",
    hint: "Its token is kept, and the next start goes on with it; `switchhook attempt list` shows it.",
  }),
  answering: () => ({
    message: "The provider is answering this attempt: for now it can be neither stopped nor decided on.",
    hint: "It takes 20 seconds at most.",
  }),
  decided: () => ({
    message: "That was decided already.",
    hint: "See what became of it.",
  }),
  still_awaiting: () => ({
    message: "This attempt still awaits its answer.",
    hint: "Finish it in the browser, or cancel it.",
  }),
  workspace_unknown: () => ({
    message: "Nobody knows yet whose that token is, so it makes no account.",
    hint: "Try again, or discard it.",
  }),
  another_again: () => ({
    message: "Another workspace answered this attempt than the awaited one: asking again brings the same.",
    hint: "Add it as an account of its own, or discard it.",
  }),
  another: ({ came, awaited }) => ({
    message: `${named(came)} answered; ${named(awaited)} was awaited. Nothing was changed.`,
    hint: "Sign in to the awaited one in your browser, or open the link in a private window, and start again.",
  }),
  account_forgotten: ({ came }) => ({
    message: `${named(came)} answered; the account that was to be reconnected was forgotten meanwhile.`,
    hint: "Add it as an account of its own, or discard it.",
  }),
  not_compared: ({ why, is_dead }) => {
    const message = "A token came, but not whose it is: nothing was changed.";
    if (why === null) return { message, hint: "The token is kept: try again, or discard it." };
    const cause = provider(why);
    const both = `${message} ${cause.message}`;
    if (is_dead) return { message: both, hint: "Discard it, and connect again." };
    return { ...cause, message: both, hint: `${cause.hint} The token is kept: try again then, or discard it.` };
  },
  secret_damaged: () => ({
    message: "A secret of this attempt does not open: its row was changed.",
    hint: "Cancel the attempt and connect again.",
  }),
  no_details: () => ({
    message: "There is nothing of that name.",
    hint: "See `switchhook list` for what there is.",
  }),
} satisfies WordsOf<AttemptProblem>;

/** Of a code that the token endpoint refused. */
const rejected = {
  unclear: {
    message: "The sign-in worked, but its code was refused.",
    hint: "Most often the client secret was replaced in the Developer Hub, or the code was older than five minutes. Try again.",
  },
  client: {
    message: "The sign-in worked, but the app’s client id or secret was refused.",
    hint: "Type the client secret once more: it may have been replaced in the Developer Hub, or exchanged with the client id.",
  },
  spent: {
    message: "The sign-in worked, but its code was refused.",
    hint: "The code was older than five minutes, or was used before. Connect again.",
  },
  end_missing: {
    message: "The sign-in worked, but its code was refused.",
    hint: "If the address was pasted, its end may be missing, such as a “=”. Connect again and paste the whole address.",
  },
} satisfies Record<CodeRejection, Words>;

export const attempt = (problem: AttemptProblem) => worded(words, problem);
