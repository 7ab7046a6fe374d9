// What is wrong with something that was typed, as the end of a sentence.
import type { AddressError } from "../../contract/AddressError";
import type { FieldFault } from "../../contract/FieldFault";
import type { NameError } from "../../contract/NameError";

export const fieldFault = (fault: FieldFault) => (fault.of === "name" ? nameFault[fault.is] : addressFault(fault.is));

export const nameFault = {
  empty: "it is empty",
  too_long: "it is too long",
  control: "it holds a control character or a text-direction mark",
} satisfies Record<NameError, string>;

function addressFault(fault: AddressError): string {
  if (typeof fault === "string") return plainFault[fault];
  if ("not_canonical" in fault)
    return `a browser writes it as ${fault.not_canonical}: use that, and register exactly that`;
  return `of custom schemes only ${fault.foreign_scheme} comes back to this program`;
}

const plainFault = {
  not_a_url: "it is not an absolute URL",
  insecure: "only https is taken, or http on 127.0.0.1, [::1] or localhost",
  credentials: "it must not carry a user name or password",
  fragment: "it must not carry a fragment (#…)",
  query: "it must not carry a query (?…)",
  reserved_query: "its query (?…) must not be empty, nor hold code, state or error",
} satisfies Record<Extract<AddressError, string>, string>;
