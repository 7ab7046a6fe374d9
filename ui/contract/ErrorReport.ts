// Written by the engine's tests from contract.rs: do not edit.
export type ErrorReport = { code: string, message: string, hint: string, provider_code: string | null };
