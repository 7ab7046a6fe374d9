// Written by the engine's tests from its contract: do not edit.
export type Headroom = { 
/**
 * The requests that a window takes.
 */
limit: number, 
/**
 * Those that were left in it.
 */
remaining: number, 
/**
 * When that was told.
 */
as_of: string, };
