// The words for problems of the person's own apps.
import type { Field } from "../../contract/Field";
import type { RegistrationProblem } from "../../contract/RegistrationProblem";
import { fieldFault } from "./field";
import { paste } from "./paste";
import { STORE_HINT } from "./store";
import { unchanged, type WordsOf, worded } from "./words";

const words = {
  not_found: () => ({
    message: "There is no such app.",
    hint: "Choose an app from the list.",
  }),
  name_taken: ({ name }) => ({
    message: `You already have an app named “${name}”.`,
    hint: "Choose another name, or remove that app first.",
  }),
  unusable: ({ field, why }) => ({
    message: `Switchhook can’t use the ${label[field]}. ${fieldFault(why)}`,
    hint: "Correct it and try again.",
  }),
  paste: ({ pasted, mistake }) => paste(pasted, mistake),
  list_too_long: () => ({
    message: "The list of tokens is longer than 1 MiB. Switchhook connected nothing.",
    hint: "Check that it is the right list. Connect a longer one in several parts.",
  }),
  reserved_parameter: () => ({
    message: "The sign-in address (authorization endpoint) contains a part that Switchhook adds itself.",
    hint: "Remove these parts from the address: response_type, client_id, redirect_uri, state and scope.",
  }),
  secret_needed: () =>
    unchanged({
      message: "A new client id or address needs the client secret again.",
      hint: "Enter the secret together with that change.",
    }),
  sandbox_owned: ({ name }) => ({
    message: `“${name}” belongs to the sandbox, and changes with it.`,
    hint: "Add an app of your own instead.",
  }),
  changed_elsewhere: ({ name }) =>
    unchanged({
      message: `Another program edited “${name}” just now.`,
      hint: "Look at the new values, and try again.",
    }),
  addresses_damaged: () => ({
    message: "Switchhook can’t read the app’s addresses.",
    hint: STORE_HINT,
  }),
  secret_unreadable: ({ name }) => ({
    message: `Switchhook can’t decrypt the client secret of “${name}”. Another program may have edited its addresses.`,
    hint: "Remove the app and add it again. Its accounts stay.",
  }),
} satisfies WordsOf<RegistrationProblem>;

const label = {
  name: "name",
  workspace: "workspace’s id",
  region: "region",
  redirect_uri: "redirect URL",
  authorization_endpoint: "sign-in address (authorization endpoint)",
  token_endpoint: "token address (token endpoint)",
  api_base: "address of Intercom’s API (API base)",
} satisfies Record<Field, string>;

export const registration = (problem: RegistrationProblem) => worded(words, problem);
