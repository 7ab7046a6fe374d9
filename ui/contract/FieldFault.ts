// Written by the engine's tests from its contract: do not edit.
import type { NameError } from "./NameError";
import type { AddressError } from "./AddressError";

export type FieldFault = { "of": "name", "is": NameError } | { "of": "address", "is": AddressError };
