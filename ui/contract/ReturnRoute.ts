// Written by the engine's tests from contract.rs: do not edit.
export type ReturnRoute = "direct" | "bridge" | "paste";
