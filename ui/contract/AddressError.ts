// Written by the engine's tests from its contract: do not edit.
export type AddressError = "not_a_url" | "insecure" | "credentials" | "fragment" | "query" | "reserved_query" | { "not_canonical": string } | { "foreign_scheme": string } | { "blocked_port": number };
