// Written by the engine's tests from its contract: do not edit.
export type Need = { "kind": "reconnect" } | { "kind": "waiting", 
/**
 * How many.
 */
count: number, 
/**
 * The threshold, in minutes.
 */
minutes: number, 
/**
 * Whether the minutes are working time. Else they are calendar time.
 */
working: boolean, } | { "kind": "low_ratings", 
/**
 * How many.
 */
low: number, 
/**
 * How many ratings there were.
 */
rated: number, 
/**
 * How many of the low ones have a remark. `None` where they are too many to count.
 */
with_remark: number | null, } | { "kind": "busy_day", 
/**
 * The day in the account's time zone, counted from 1970-01-01.
 */
day: number, 
/**
 * The new conversations.
 */
count: number, 
/**
 * The usual number.
 */
usual: number, } | { "kind": "hand_overs", 
/**
 * The day in the account's time zone, counted from 1970-01-01.
 */
day: number, 
/**
 * The hand-overs.
 */
count: number, 
/**
 * The usual number.
 */
usual: number, } | { "kind": "permissions", 
/**
 * The permissions, as the Developer Hub labels them.
 */
lacks: Array<string>, };
