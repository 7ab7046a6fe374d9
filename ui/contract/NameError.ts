// Written by the engine's tests from its contract: do not edit.
export type NameError = "empty" | "too_long" | "control" | "token";
