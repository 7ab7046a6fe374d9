// Written by the engine's tests from its contract: do not edit.
export type Need = { "kind": "reconnect" } | { "kind": "permissions", 
/**
 * The permissions, as the Developer Hub labels them.
 */
lacks: Array<string>, };
