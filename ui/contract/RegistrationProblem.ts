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
 * What was typed.
 */
field: Field, 
/**
 * What is wrong with it.
 */
why: FieldFault, } | { "what": "paste", 
/**
 * What was pasted.
 */
pasted: Pasted, 
/**
 * What is wrong with it.
 */
mistake: PasteMistake, } | { "what": "reserved_parameter" } | { "what": "secret_needed" } | { "what": "sandbox_owned", 
/**
 * Its name.
 */
name: string, } | { "what": "changed_elsewhere", 
/**
 * The name that it had.
 */
name: string, } | { "what": "addresses_damaged" } | { "what": "secret_unreadable", 
/**
 * Its name.
 */
name: string, };
