// The faults of a typed text, each a sentence.
import type { AddressError } from "../../contract/AddressError";
import type { FieldFault } from "../../contract/FieldFault";
import type { NameError } from "../../contract/NameError";

export const fieldFault = (fault: FieldFault) => (fault.of === "name" ? nameFault[fault.is] : addressFault(fault.is));

export const nameFault = {
  empty: "It is empty.",
  too_long: "It is too long.",
  control: "It contains a control character or a text-direction mark.",
} satisfies Record<NameError, string>;

function addressFault(fault: AddressError): string {
  if (typeof fault === "string") return plainFault[fault];
  if ("not_canonical" in fault)
    return `A browser writes it as ${fault.not_canonical}. Use that form, and register exactly that.`;
  return `Of custom schemes, only ${fault.foreign_scheme} comes back to Switchhook.`;
}

const plainFault = {
  not_a_url: "It is not an absolute URL.",
  insecure: "Switchhook takes only https, or http on 127.0.0.1, [::1] or localhost.",
  credentials: "It must not contain a user name or password.",
  fragment: "It must not contain a fragment (#…).",
  query: "It must not contain a query (?…).",
  reserved_query: "Its query (?…) must not be empty, or contain code, state or error.",
} satisfies Record<Extract<AddressError, string>, string>;
