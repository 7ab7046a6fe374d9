// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";

export type Waiting = { 
/**
 * Since when the conversation waits; null where nobody waits, and before the first answer.
 */
since: string | null, 
/**
 * The conversation's id at the provider; null where nobody waits, and before the first answer.
 */
conversation_id: string | null, 
/**
 * When the provider gave the answer; null before the first one.
 */
as_of: string | null, 
/**
 * The permission that the app lacks, as the Developer Hub labels it.
 */
missing: string | null, 
/**
 * Why the last request gave no answer.
 */
trouble: Failure | null, };
