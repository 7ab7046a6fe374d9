// The words for problems of the person's own apps.
import type { Field } from "../../contract/Field";
import type { RegistrationProblem } from "../../contract/RegistrationProblem";
import { fieldFault } from "./field";
import { paste } from "./paste";
import { STORE_HINT } from "./store";
import { type WordsOf, worded } from "./words";

const words = {
  not_found: () => ({
    message: "There is no registration of that name.",
    hint: "See `switchhook registration list` for what there is.",
  }),
  name_taken: ({ name }) => ({
    message: `A registration named “${name}” is there already.`,
    hint: "Choose another name, or remove that one first.",
  }),
  unusable: ({ field, why }) => ({
    message: `The ${label[field]} can’t be used: ${fieldFault(why)}.`,
    hint: "Correct it and try again; nothing was stored.",
    settlesStored: true,
  }),
  paste: ({ pasted, mistake }) => paste(pasted, mistake),
  reserved_parameter: () => ({
    message: "The authorization endpoint’s query holds a parameter that is each attempt’s own.",
    hint: "Leave response_type, client_id, redirect_uri, state and scope out of it.",
  }),
  secret_needed: () => ({
    message: "Another client id or another address takes the client secret once more.",
    hint: "Give the secret together with that change: on the command line with --secret-stdin. Nothing was changed.",
  }),
  sandbox_owned: ({ name }) => ({
    message: `“${name}” is the sandbox’s own: it follows the running sandbox.`,
    hint: "There is nothing to change; add an app of your own beside it.",
  }),
  changed_elsewhere: ({ name }) => ({
    message: `“${name}” was changed from elsewhere just now.`,
    hint: "See how it stands, and try again. Nothing was changed.",
  }),
  addresses_damaged: () => ({
    message: "The registration’s addresses can’t be read.",
    hint: STORE_HINT,
  }),
  secret_unreadable: ({ name }) => ({
    message: `The client secret of “${name}” does not open.`,
    hint: "Another program may have edited its addresses. Remove the registration and add it again; its accounts stay.",
  }),
} satisfies WordsOf<RegistrationProblem>;

const label = {
  name: "name",
  workspace: "workspace’s id",
  region: "region",
  redirect_uri: "redirect URI",
  authorization_endpoint: "authorization endpoint",
  token_endpoint: "token endpoint",
  api_base: "API base",
} satisfies Record<Field, string>;

export const registration = (problem: RegistrationProblem) => worded(words, problem);
