// Written by the engine's tests from contract.rs: do not edit.
export type Region = "us" | "eu" | "au";
