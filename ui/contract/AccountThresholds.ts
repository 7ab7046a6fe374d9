// Written by the engine's tests from its contract: do not edit.
export type AccountThresholds = { 
/**
 * Minutes of a wait; null for a working day, or 24 hours where nobody said when the team works.
 */
wait_minutes: number | null, 
/**
 * The number of low ratings.
 */
low_ratings: number, 
/**
 * The new conversations of a day in percent of the usual.
 */
busy_percent: number, 
/**
 * The hand-overs of a day in percent of the usual.
 */
hand_over_percent: number, };
