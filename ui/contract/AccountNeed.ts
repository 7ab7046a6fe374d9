// Written by the engine's tests from its contract: do not edit.
import type { AccountId } from "./AccountId";
import type { Need } from "./Need";

export type AccountNeed = { 
/**
 * The account's id.
 */
account: AccountId, 
/**
 * The account's name.
 */
name: string, 
/**
 * The reason.
 */
need: Need, 
/**
 * Since when; null where that is unknown. With `waiting`, when the provider gave the count.
 */
since: string | null, };
