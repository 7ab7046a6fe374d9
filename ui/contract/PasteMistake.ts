// Written by the engine's tests from its contract: do not edit.
export type PasteMistake = "empty" | "too_long" | "assignment" | "access_token" | "quoted" | "blank" | "address" | "id" | "no_token" | "charset" | "same" | "exchanged";
