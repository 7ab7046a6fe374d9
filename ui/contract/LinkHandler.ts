// Written by the engine's tests from its contract: do not edit.
export type LinkHandler = { "kind": "ours" } | { "kind": "other_copy" } | { "kind": "other", 
/**
 * The program's name.
 */
name: string, } | { "kind": "nobody" } | { "kind": "unknown" };
