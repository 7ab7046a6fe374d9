// Written by the engine's tests from its contract: do not edit.
export type RatingCounts = { 
/**
 * The moment.
 */
since: string, 
/**
 * How many ratings there are.
 */
rated: number, 
/**
 * How many of them are low: 1 or 2 of 5.
 */
low: number, 
/**
 * How many of the low ones have a remark; null where there are too many to count.
 */
with_remark: number | null, 
/**
 * When the provider gave the counts.
 */
as_of: string, };
