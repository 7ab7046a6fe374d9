// Written by the engine's tests from its contract: do not edit.
import type { ProviderCode } from "./ProviderCode";
import type { Insecurity } from "./Insecurity";
import type { ProxyFailure } from "./ProxyFailure";
import type { Unreadable } from "./Unreadable";
import type { ApiRefusal } from "./ApiRefusal";
import type { ReadRefusal } from "./ReadRefusal";

export type ProviderProblem = { "what": "not_reached", 
/**
 * The host.
 */
host: string, } | { "what": "insecure", 
/**
 * The host.
 */
host: string, 
/**
 * What is wrong with its proof.
 */
why: Insecurity, } | { "what": "proxy", 
/**
 * The host that was not asked.
 */
host: string, 
/**
 * The proxy's host and port, or the variable that was to name it.
 */
proxy: string, 
/**
 * What the proxy did.
 */
why: ProxyFailure, } | { "what": "no_certificates", 
/**
 * The host that was not asked.
 */
host: string, } | { "what": "held_back", 
/**
 * The host.
 */
host: string, 
/**
 * Seconds until it has.
 */
seconds: number, } | { "what": "broke_off", 
/**
 * The host.
 */
host: string, } | { "what": "late", 
/**
 * The host.
 */
host: string, 
/**
 * The seconds that it had.
 */
seconds: number, 
/**
 * The proxy on the way, where there is one.
 */
proxy: string | null, } | { "what": "too_large", 
/**
 * The host.
 */
host: string, 
/**
 * The most megabytes that are read.
 */
megabytes: number, } | { "what": "redirected", 
/**
 * The host.
 */
host: string, 
/**
 * The status.
 */
status: number, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "rate_limited", 
/**
 * The host.
 */
host: string, 
/**
 * The status.
 */
status: number, 
/**
 * Seconds to wait, where the host told.
 */
seconds: number | null, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "unavailable", 
/**
 * The host.
 */
host: string, 
/**
 * The status.
 */
status: number, 
/**
 * Seconds to wait, where the host told.
 */
seconds: number | null, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "unreadable", 
/**
 * The host.
 */
host: string, 
/**
 * What is wrong with it.
 */
why: Unreadable, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "no_token_endpoint", 
/**
 * The host.
 */
host: string, 
/**
 * The status.
 */
status: number, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "repeated_token", 
/**
 * The host.
 */
host: string, } | { "what": "repeated_secret", 
/**
 * The host.
 */
host: string, } | { "what": "refused", 
/**
 * The host.
 */
host: string, 
/**
 * What that says of the token.
 */
refusal: ApiRefusal, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "may_not_uninstall", 
/**
 * The host.
 */
host: string, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "unidentified" } | { "what": "may_not_identify", 
/**
 * The host.
 */
host: string, } | { "what": "round_late", 
/**
 * The host.
 */
host: string, 
/**
 * The seconds that it had.
 */
seconds: number, } | { "what": "read_refused", 
/**
 * The host.
 */
host: string, 
/**
 * What that says of the token.
 */
refusal: ReadRefusal, 
/**
 * The permission that the app most likely lacks, as the Developer Hub labels it.
 */
permission: string | null, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "no_such_path", 
/**
 * The host.
 */
host: string, 
/**
 * The status.
 */
status: number, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "bad_request", 
/**
 * The host.
 */
host: string, 
/**
 * The status.
 */
status: number, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "sandbox_foreign" } | { "what": "sandbox_stopped" } | { "what": "sandbox_failed", 
/**
 * What the sandbox says of it.
 */
why: string, };
