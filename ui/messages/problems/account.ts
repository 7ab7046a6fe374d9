// The words for problems of stored accounts.
import type { AccountProblem } from "../../contract/AccountProblem";
import type { Lack } from "../../contract/Lack";
import { nameFault } from "./field";
import { provider, UNIDENTIFIED, withoutIdentity } from "./provider";
import { listed, named, type WordsOf, worded } from "./words";

export const RECONNECT_OR_FORGET = "Reconnect the account to install the app again, or forget it.";

const ADD_IT =
  "Add it to the app in the Developer Hub (Configure › Authentication), check again, and reconnect the account if it is still missing.";

const words = {
  not_found: () => ({
    message: "There is no account of that name or id.",
    hint: "See `switchhook list` for what there is.",
  }),
  name_ambiguous: () => ({
    message: "More than one account has that name.",
    hint: "Use the account’s id: see `switchhook list`.",
  }),
  name: ({ why }) => ({
    message: `The account’s name can’t be used: ${nameFault[why]}.`,
    hint: "Choose another name.",
  }),
  new_name: ({ why }) => ({
    message: `The name can’t be used: ${nameFault[why]}.`,
    hint: "Choose another name.",
  }),
  tag: ({ why }) => ({
    message: `A tag can’t be used: ${nameFault[why]}.`,
    hint: "A tag has 1 to 50 characters.",
  }),
  disabled: () => ({
    message: "This account is disabled.",
    hint: "Enable it first.",
  }),
  forgotten_in_check: ({ name }) => ({
    message: `“${name}” was forgotten while it was checked.`,
    hint: "See `switchhook list` for what there is.",
  }),
  forgotten_in_renewal: () => ({
    message: "The account was forgotten while its new token was checked. Nothing was stored.",
    hint: "Add the token as a new account, if that is wanted.",
  }),
  token_unreadable: () => ({
    message: "This account’s token can’t be opened on this computer.",
    hint: "Reconnect the account; it keeps its name and tags.",
  }),
  cannot_ask: () => ({
    message: "This account’s token can’t be read, so it can’t ask.",
    hint: "Reconnect the account.",
  }),
  cannot_uninstall: () => ({
    message: "This account’s token can’t be read, so it can’t ask.",
    hint: "Reconnect the account, then uninstall it.",
  }),
  another: ({ came, known }) => ({
    message: `The token that is kept here answers for ${named(came)}, and not for ${named(known)}.`,
    hint: "Reconnect this account. The other one can be added as a new account.",
  }),
  pasted_for_another: ({ came, awaited }) => ({
    message: `${named(came)} answered; ${named(awaited)} was awaited. Nothing was changed.`,
    hint: "Paste the token of that workspace, or add this one as a new account. Nothing was changed.",
  }),
  already_here: ({ name }) => ({
    message: `That workspace is here already as “${name}”. Nothing was changed.`,
    hint: "Renew that account with this token, or paste the token of another workspace.",
  }),
  not_renewable: () => ({
    message: "This account was connected by an app; a pasted token can’t renew it.",
    hint: "Reconnect it, or add the token as a new account. Nothing was changed.",
  }),
  other_address: () => ({
    message: "This account’s API is at another address.",
    hint: "Leave the address out: the account’s own one is asked. Nothing was changed.",
  }),
  address_not_proven: () => ({
    message: "This account’s token does not open, so another program may have edited its API address.",
    hint: "Forget the account, and add the token as a new one.",
  }),
  not_proven: ({ why }) => {
    const cause = provider(why);
    return { ...cause, hint: `${cause.hint} Nothing was changed.` };
  },
  pasted_dead: ({ why }) => ({
    message: provider(why).message,
    hint: "Copy the token once more, or choose another region. Nothing was stored.",
    settlesStored: true,
  }),
  pasted_unreadable: ({ why }) => ({
    message: provider(why).message,
    hint: "Check the API base, the region and the network: something other than Intercom may have answered. Nothing was stored.",
    settlesStored: true,
  }),
  missing_permissions: ({ lacks }) => ({
    message: `The token lives, but its app lacks ${lacks.map(lacking).join(" and ")}.`,
    hint: ADD_IT,
  }),
  missing_identity_permission: ({ host }) => ({
    message: withoutIdentity(host),
    hint: ADD_IT,
  }),
  unidentified: () => ({
    message: UNIDENTIFIED,
    hint: "Check again later; the token is kept.",
  }),
  uninstalled: () => ({
    message: "The app was uninstalled from this workspace, and its token died with it.",
    hint: RECONNECT_OR_FORGET,
  }),
  uninstall_unknown: ({ why }) => ({
    message: `${provider(why).message} The app may have been uninstalled all the same.`,
    hint: "The account, and those that may have ended with it, were asked just now as far as they could be: see how they stand. If the token still works, uninstall again.",
  }),
  dead_before_uninstall: ({ why }) => ({
    message: `${provider(why).message} It was dead before, so it could not ask for the uninstall: the app may still be installed in this workspace.`,
    hint: "Reconnect the account and uninstall it then, or remove the app at Intercom. If it is gone already, forget the account.",
  }),
  no_page: () => ({
    message: "Where this account’s workspace is opened is not known.",
    hint: "Open Intercom in your browser, and choose the workspace there.",
  }),
} satisfies WordsOf<AccountProblem>;

const lacking = ({ permission, figures }: Lack) => `“${permission}” (for ${listed(figures)})`;

export const account = (problem: AccountProblem) => worded(words, problem);
