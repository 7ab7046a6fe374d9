// Written by the engine's tests from its contract: do not edit.
export type Pasted = "client_id" | "client_secret" | "workspace" | "access_token";
