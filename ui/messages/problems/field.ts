// The faults of a typed text, each a sentence.
import type { AddressError } from "../../contract/AddressError";
import type { FieldFault } from "../../contract/FieldFault";
import type { NameError } from "../../contract/NameError";

export const fieldFault = (fault: FieldFault) => (fault.of === "name" ? nameFault[fault.is] : addressFault(fault.is));

export const nameFault = {
  empty: "It is empty.",
  too_long: "It is too long.",
  control: "It contains an invisible character, such as a line break.",
  token: "It is an access token, and names are not encrypted.",
} satisfies Record<NameError, string>;

function addressFault(fault: AddressError): string {
  if (typeof fault === "string") return plainFault[fault];
  if ("not_canonical" in fault)
    return `A browser writes it as ${fault.not_canonical}. Use that form here and in the Developer Hub.`;
  if ("blocked_port" in fault) return `No browser opens port ${fault.blocked_port}. Use another one, such as 47116.`;
  return `Your browser can’t return from it to Switchhook. Use ${fault.foreign_scheme}, or an address that begins with https.`;
}

const plainFault = {
  not_a_url: "It is not a whole web address.",
  insecure:
    "It must begin with https. Only addresses on this computer (127.0.0.1, [::1] or localhost) may begin with http.",
  credentials: "It must not contain a user name or password.",
  fragment: "It must not contain the character “#”.",
  query: "It must not contain a question mark.",
  reserved_query: "The part after its question mark must not be empty, or contain code, state or error.",
} satisfies Record<Extract<AddressError, string>, string>;
