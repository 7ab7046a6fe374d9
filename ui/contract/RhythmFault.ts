// Written by the engine's tests from its contract: do not edit.
export type RhythmFault = "no_day" | "no_time" | "unknown_zone" | "wait_minutes" | "low_ratings" | "percent";
