// Written by the engine's tests from its contract: do not edit.
export type Field = "name" | "workspace" | "region" | "redirect_uri" | "authorization_endpoint" | "token_endpoint" | "api_base";
