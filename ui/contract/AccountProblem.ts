// Written by the engine's tests from its contract: do not edit.
import type { Answered } from "./Answered";
import type { Lack } from "./Lack";
import type { RhythmFault } from "./RhythmFault";
import type { NameError } from "./NameError";
import type { ProviderProblem } from "./ProviderProblem";

export type AccountProblem = { "what": "not_found" } | { "what": "name_ambiguous" } | { "what": "name", 
/**
 * The rule that the text breaks.
 */
why: NameError, } | { "what": "new_name", 
/**
 * The rule that the text breaks.
 */
why: NameError, } | { "what": "tag", 
/**
 * The rule that the text breaks.
 */
why: NameError, } | { "what": "disabled" } | { "what": "forgotten_in_check", 
/**
 * The name of the account.
 */
name: string, } | { "what": "forgotten_in_renewal" } | { "what": "token_unreadable" } | { "what": "cannot_ask" } | { "what": "cannot_uninstall" } | { "what": "another", 
/**
 * The identity that the token belongs to.
 */
came: Answered, 
/**
 * The account's known identity.
 */
known: Answered, } | { "what": "pasted_for_another", 
/**
 * The identity that the token belongs to.
 */
came: Answered, 
/**
 * The account's identity.
 */
awaited: Answered, } | { "what": "already_here", 
/**
 * The name of the existing account.
 */
name: string, } | { "what": "not_renewable" } | { "what": "other_address" } | { "what": "address_not_proven" } | { "what": "not_proven", 
/**
 * The problem of the check.
 */
why: ProviderProblem, } | { "what": "pasted_dead", 
/**
 * The refusal.
 */
why: ProviderProblem, } | { "what": "pasted_dead_everywhere", 
/**
 * The refusal of the first host.
 */
why: ProviderProblem, } | { "what": "pasted_unreadable", 
/**
 * The problem of the answer.
 */
why: ProviderProblem, } | { "what": "missing_permissions", 
/**
 * The permissions, in the order of the figures.
 */
lacks: Array<Lack>, } | { "what": "missing_identity_permission", 
/**
 * The host that answered.
 */
host: string, } | { "what": "unidentified" } | { "what": "uninstalled" } | { "what": "uninstall_unknown", 
/**
 * The problem of the answer.
 */
why: ProviderProblem, } | { "what": "dead_before_uninstall", 
/**
 * The refusal of the token.
 */
why: ProviderProblem, } | { "what": "no_page" } | { "what": "rhythm", 
/**
 * The fault.
 */
why: RhythmFault, };
