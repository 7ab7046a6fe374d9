// Written by the engine's tests from its contract: do not edit.
export type PasteMistake = "empty" | "too_long" | "assignment" | "access_token" | "quoted" | "blank" | "charset" | "same" | "exchanged";
