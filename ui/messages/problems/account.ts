// The words for problems of stored accounts.
import type { AccountProblem } from "../../contract/AccountProblem";
import type { Lack } from "../../contract/Lack";
import { allOf } from "../format";
import { nameFault } from "./field";
import { provider, UNIDENTIFIED, withoutIdentity } from "./provider";
import { rhythmFault } from "./rhythm";
import { named, unchanged, type WordsOf, worded } from "./words";

export const RECONNECT_OR_REMOVE = "Reconnect the account to install the app again, or remove the account.";

const ADD_IT =
  "Add what is missing in the Developer Hub (Configure › Authentication › Edit), then refresh. If that does not help, reconnect the account.";

const words = {
  not_found: () => ({
    message: "There is no such account.",
    hint: "Choose an account from the list.",
  }),
  name_ambiguous: () => ({
    message: "More than one account has that name.",
    hint: "Choose the account from the list.",
  }),
  name: ({ why }) => ({
    message: `Switchhook can’t use the account’s name. ${nameFault[why]}`,
    hint: "Choose another name.",
  }),
  new_name: ({ why }) => ({
    message: `Switchhook can’t use the name. ${nameFault[why]}`,
    hint: "Choose another name.",
  }),
  tag: ({ why }) => ({
    message: `Switchhook can’t use the tag. ${nameFault[why]}`,
    hint: "Enter a tag of 1 to 50 characters.",
  }),
  disabled: () => ({
    message: "This account is disabled.",
    hint: "Enable the account first.",
  }),
  forgotten_in_check: ({ name }) => ({
    message: `“${name}” was removed while Switchhook refreshed it.`,
    hint: "Choose another account from the list.",
  }),
  forgotten_in_renewal: () =>
    unchanged({
      message: "The account was removed while Switchhook checked its new token.",
      hint: "Add the token as a new account if you still want it.",
    }),
  token_unreadable: () => ({
    message: "Switchhook can’t decrypt this account’s token.",
    hint: "Reconnect the account. It keeps its name and tags.",
  }),
  cannot_ask: () => ({
    message: "Switchhook can’t decrypt this account’s token, so it can’t ask Intercom.",
    hint: "Reconnect the account.",
  }),
  cannot_uninstall: () => ({
    message: "Switchhook can’t decrypt this account’s token, so it can’t ask Intercom.",
    hint: "Reconnect the account, then uninstall it.",
  }),
  another: ({ came, known }) => ({
    message: `Switchhook expected ${named(known)}, but the saved token opens ${named(came)}.`,
    hint: "Reconnect this account. You can add the other one as a new account.",
  }),
  pasted_for_another: ({ came, awaited }) =>
    unchanged({
      message: `This token opens ${named(came)}. Switchhook expected ${named(awaited)}.`,
      hint: "Paste your own token of that workspace, or add this one as a new account.",
    }),
  already_here: ({ name }) =>
    unchanged({
      message: `That workspace is already connected as “${name}”.`,
      hint: "Reconnect that account with this token, or paste your token of another workspace.",
    }),
  not_renewable: () =>
    unchanged({
      message: "You connected this account with an app, so it can’t take a pasted token.",
      hint: "Reconnect it with its app, or add the token as a new account.",
    }),
  other_address: () =>
    unchanged({
      message: "This account belongs to another address of Intercom than the one you gave.",
      hint: "Leave the address out to use the account’s own.",
    }),
  address_not_proven: () => ({
    message:
      "Switchhook can’t decrypt this account’s token. Another program may have changed the account’s address of Intercom.",
    hint: "Remove the account, and add the token as a new one.",
  }),
  not_proven: ({ why }) => unchanged(provider(why)),
  pasted_dead: ({ why }) =>
    unchanged({
      message: provider(why).message,
      hint: "Copy the token again, or choose another region.",
    }),
  pasted_dead_everywhere: ({ why }) =>
    unchanged({
      message: provider(why).message,
      hint: "Copy the token again. Intercom’s hosts of the other regions do not accept it either.",
    }),
  pasted_unreadable: ({ why }) =>
    unchanged({
      message: provider(why).message,
      hint: "Check the region and your network. Something other than Intercom may have answered.",
    }),
  missing_permissions: ({ lacks }) => {
    const names = permissionsOf(lacks);
    const what = names.length === 1 ? "the permission" : "the permissions";
    return { message: `The token works, but its app lacks ${what} ${allOf(names)}.`, hint: ADD_IT };
  },
  missing_identity_permission: ({ host }) => ({
    message: withoutIdentity(host),
    hint: ADD_IT,
  }),
  unidentified: () => ({
    message: UNIDENTIFIED,
    hint: "Refresh again later. Switchhook keeps the token.",
  }),
  uninstalled: () => ({
    message: "The app was uninstalled from this workspace, so its token no longer works.",
    hint: RECONNECT_OR_REMOVE,
  }),
  uninstall_unknown: ({ why }) => ({
    message: `${provider(why).message} Intercom may have uninstalled the app anyway.`,
    hint: "Look whether the account is still connected. If it is, uninstall again. Switchhook has tried to refresh the accounts of this app and workspace.",
  }),
  dead_before_uninstall: ({ why }) => ({
    message: `${provider(why).message} Without a working token Switchhook can’t uninstall the app, which may still be installed.`,
    hint: "Reconnect the account and then uninstall it, or remove the app at Intercom. If it is gone, remove the account.",
  }),
  no_page: () => ({
    message: "Switchhook doesn’t know the address of this workspace.",
    hint: "Open Intercom in your browser, and choose the workspace there.",
  }),
  rhythm: ({ why }) => rhythmFault[why],
} satisfies WordsOf<AccountProblem>;

const permissionsOf = (lacks: Lack[]) => [...new Set(lacks.map(({ permission }) => `“${permission}”`))];

export const account = (problem: AccountProblem) => worded(words, problem);
