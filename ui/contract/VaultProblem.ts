// Written by the engine's tests from its contract: do not edit.
export type VaultProblem = { "what": "absent" } | { "what": "silent" } | { "what": "refused" } | { "what": "ambiguous" } | { "what": "no_collection" } | { "what": "no_bus" } | { "what": "forgetful" } | { "what": "no_randomness" } | { "what": "made_elsewhere" } | { "what": "waiting" } | { "what": "not_unlocked" } | { "what": "still_locked" } | { "what": "older_running" } | { "what": "other_mode" } | { "what": "key_gone", 
/**
 * The data folder.
 */
folder: string, } | { "what": "other_key", 
/**
 * The data folder.
 */
folder: string, };
