// Written by the engine's tests from its contract: do not edit.
export type MeAnswer = { 
/**
 * The answer as indented JSON of at most 64 KiB. Its texts are safe to show.
 */
json: string, 
/**
 * When the answer came.
 */
at: string, };
