// Written by the engine's tests from its contract: do not edit.
export type MeAnswer = { 
/**
 * Indented, at most 64 KiB, its texts made safe to show.
 */
json: string, 
/**
 * When it came.
 */
at: string, };
