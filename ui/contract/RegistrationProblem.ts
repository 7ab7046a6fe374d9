// Written by the engine's tests from its contract: do not edit.
import type { Field } from "./Field";
import type { FieldFault } from "./FieldFault";
import type { Pasted } from "./Pasted";
import type { PasteMistake } from "./PasteMistake";

export type RegistrationProblem = { "what": "not_found" } | { "what": "name_taken", 
/**
 * The name.
 */
name: string, } | { "what": "unusable", 
/**
 * The field.
 */
field: Field, 
/**
 * The fault of the text.
 */
why: FieldFault, } | { "what": "paste", 
/**
 * The thing that should have been pasted.
 */
pasted: Pasted, 
/**
 * The mistake.
 */
mistake: PasteMistake, } | { "what": "list_too_long" } | { "what": "reserved_parameter" } | { "what": "secret_needed" } | { "what": "sandbox_owned", 
/**
 * The name of the registration.
 */
name: string, } | { "what": "changed_elsewhere", 
/**
 * The former name of the registration.
 */
name: string, } | { "what": "addresses_damaged" } | { "what": "secret_unreadable", 
/**
 * The name of the registration.
 */
name: string, };
