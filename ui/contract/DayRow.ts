// Written by the engine's tests from its contract: do not edit.
export type DayRow = { 
/**
 * The date in the account's time zone: `2026-11-30`.
 */
day: string, 
/**
 * The new conversations.
 */
count: number, 
/**
 * The usual number of this weekday; null before three weeks of history.
 */
usual: number | null, };
