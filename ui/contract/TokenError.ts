// Written by the engine's tests from its contract: do not edit.
export type TokenError = "absent" | "ambiguous" | "type" | "charset";
