// Written by the engine's tests from its contract: do not edit.
import type { Answered } from "./Answered";
import type { Lack } from "./Lack";
import type { NameError } from "./NameError";
import type { ProviderProblem } from "./ProviderProblem";

export type AccountProblem = { "what": "not_found" } | { "what": "name_ambiguous" } | { "what": "name", 
/**
 * What is wrong with it.
 */
why: NameError, } | { "what": "new_name", 
/**
 * What is wrong with it.
 */
why: NameError, } | { "what": "tag", 
/**
 * What is wrong with it.
 */
why: NameError, } | { "what": "disabled" } | { "what": "forgotten_in_check", 
/**
 * Its name.
 */
name: string, } | { "what": "forgotten_in_renewal" } | { "what": "token_unreadable" } | { "what": "cannot_ask" } | { "what": "cannot_uninstall" } | { "what": "another", 
/**
 * The one that the token answers for.
 */
came: Answered, 
/**
 * The one that is known.
 */
known: Answered, } | { "what": "pasted_for_another", 
/**
 * The one that the token belongs to.
 */
came: Answered, 
/**
 * The one that was awaited.
 */
awaited: Answered, } | { "what": "already_here", 
/**
 * The name of that account.
 */
name: string, } | { "what": "not_renewable" } | { "what": "other_address" } | { "what": "address_not_proven" } | { "what": "not_proven", 
/**
 * Why nothing does.
 */
why: ProviderProblem, } | { "what": "pasted_dead", 
/**
 * How the provider told.
 */
why: ProviderProblem, } | { "what": "pasted_unreadable", 
/**
 * What is wrong with it.
 */
why: ProviderProblem, } | { "what": "missing_permissions", 
/**
 * Each of them, in the order of the figures.
 */
lacks: Array<Lack>, } | { "what": "missing_identity_permission", 
/**
 * The host that was asked.
 */
host: string, } | { "what": "unidentified" } | { "what": "uninstalled" } | { "what": "uninstall_unknown", 
/**
 * What happened to the answer.
 */
why: ProviderProblem, } | { "what": "dead_before_uninstall", 
/**
 * How it died.
 */
why: ProviderProblem, } | { "what": "no_page" };
