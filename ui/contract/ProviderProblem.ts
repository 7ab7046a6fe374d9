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
 * The fault of the certificate or of the handshake.
 */
why: Insecurity, } | { "what": "proxy", 
/**
 * The host, which received no request.
 */
host: string, 
/**
 * The proxy's host and port, or the name of the environment variable that should name it.
 */
proxy: string, 
/**
 * The failure of the proxy.
 */
why: ProxyFailure, } | { "what": "no_certificates", 
/**
 * The host, which received no request.
 */
host: string, } | { "what": "held_back", 
/**
 * The host.
 */
host: string, 
/**
 * The seconds until the limit allows a request.
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
 * The time limit in seconds.
 */
seconds: number, 
/**
 * The proxy's host and port, if the request went through one.
 */
proxy: string | null, } | { "what": "too_large", 
/**
 * The host.
 */
host: string, 
/**
 * The limit in megabytes.
 */
megabytes: number, } | { "what": "redirected", 
/**
 * The host.
 */
host: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "rate_limited", 
/**
 * The host.
 */
host: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * The seconds to wait, if the host named them.
 */
seconds: number | null, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "unavailable", 
/**
 * The host.
 */
host: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * The seconds to wait, if the host named them.
 */
seconds: number | null, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "unreadable", 
/**
 * The host.
 */
host: string, 
/**
 * The fault of the answer.
 */
why: Unreadable, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "no_token_endpoint", 
/**
 * The host.
 */
host: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * The provider's own code, if it sent one.
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
 * The meaning of the refusal for the token.
 */
refusal: ApiRefusal, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "may_not_uninstall", 
/**
 * The host.
 */
host: string, 
/**
 * The provider's own code, if it sent one.
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
 * The time limit in seconds.
 */
seconds: number, } | { "what": "read_refused", 
/**
 * The host.
 */
host: string, 
/**
 * The meaning of the refusal for the token.
 */
refusal: ReadRefusal, 
/**
 * The permission that the app most likely lacks, as the Developer Hub labels it.
 */
permission: string | null, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "no_such_path", 
/**
 * The host.
 */
host: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "bad_request", 
/**
 * The host.
 */
host: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "sandbox_foreign" } | { "what": "sandbox_stopped" } | { "what": "sandbox_failed", 
/**
 * The sandbox's message.
 */
why: string, };
