// Written by the engine's tests from its contract: do not edit.
export type WorkingHours = { 
/**
 * The days of the week, from Monday.
 */
days: [boolean, boolean, boolean, boolean, boolean, boolean, boolean], 
/**
 * The first minute of a working day, counted from midnight: 540 is 9:00.
 */
from: number, 
/**
 * The minute at which a working day ends: 1020 is 17:00. Not above `from`: the day ends after midnight.
 */
to: number, 
/**
 * The time zone's name: `Europe/Dublin`.
 */
zone: string, };
