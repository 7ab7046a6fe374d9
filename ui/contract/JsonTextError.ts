// Written by the engine's tests from its contract: do not edit.
export type JsonTextError = "empty" | "no_json";
