// Written by the engine's tests from its contract: do not edit.
export type LowRatingRow = { 
/**
 * The conversation's id at the provider.
 */
conversation: string, 
/**
 * 1 or 2 of 5.
 */
score: number, 
/**
 * Whether the customer wrote a remark. Switchhook keeps no remark.
 */
has_remark: boolean, 
/**
 * When the customer gave it; null where the provider does not say.
 */
at: string | null, };
