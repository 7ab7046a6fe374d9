// Written by the engine's tests from its contract: do not edit.
export type Headroom = { 
/**
 * The requests that the provider accepts in one period.
 */
limit: number, 
/**
 * The requests that were left in the period.
 */
remaining: number, 
/**
 * When the answer came.
 */
as_of: string, };
