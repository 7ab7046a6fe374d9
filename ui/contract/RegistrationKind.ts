// Written by the engine's tests from contract.rs: do not edit.
export type RegistrationKind = "app" | "token" | "sandbox";
