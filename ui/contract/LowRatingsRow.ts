// Written by the engine's tests from its contract: do not edit.
import type { LowRatingRow } from "./LowRatingRow";

export type LowRatingsRow = { 
/**
 * The moment.
 */
since: string, 
/**
 * When the provider gave them.
 */
as_of: string, 
/**
 * How many there are.
 */
low: number, 
/**
 * The newest ones, at most ten, the newest first.
 */
newest: Array<LowRatingRow>, };
