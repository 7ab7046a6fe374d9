// Written by the engine's tests from its contract: do not edit.
import type { Answered } from "./Answered";
import type { WorkspaceId } from "./WorkspaceId";
import type { ProviderCode } from "./ProviderCode";
import type { CodeRejection } from "./CodeRejection";
import type { ProviderProblem } from "./ProviderProblem";

export type AttemptProblem = { "what": "not_found" } | { "what": "too_many", 
/**
 * The most attempts that may wait.
 */
most: number, } | { "what": "other_app", 
/**
 * The name of the chosen registration.
 */
registration: string, } | { "what": "other_workspace", 
/**
 * The name of the registration.
 */
registration: string, 
/**
 * The id of the only workspace that the registration connects.
 */
only: WorkspaceId, 
/**
 * The id of the requested workspace.
 */
asked: WorkspaceId, } | { "what": "port_unavailable", 
/**
 * The port.
 */
port: number, 
/**
 * Whether another program holds the port, and so would receive the answer. Otherwise the system refuses it.
 */
is_taken: boolean, } | { "what": "url_forgotten" } | { "what": "denied", 
/**
 * The provider's `error`.
 */
code: ProviderCode, } | { "what": "not_authorized", 
/**
 * The provider's `error`, if it is a valid code.
 */
code: ProviderCode | null, } | { "what": "code_rejected", 
/**
 * The likely reason.
 */
reason: CodeRejection, 
/**
 * The provider's own code, if it sent one.
 */
code: ProviderCode | null, } | { "what": "expired" } | { "what": "cancelled" } | { "what": "registration_removed", 
/**
 * The name of the registration.
 */
registration: string, } | { "what": "interrupted" } | { "what": "unsaved" } | { "what": "token_lost" } | { "what": "left" } | { "what": "answering" } | { "what": "decided" } | { "what": "still_awaiting" } | { "what": "workspace_unknown" } | { "what": "another_again" } | { "what": "another", 
/**
 * The identity that answered.
 */
came: Answered, 
/**
 * The expected identity.
 */
awaited: Answered, } | { "what": "account_forgotten", 
/**
 * The identity that answered.
 */
came: Answered, } | { "what": "not_compared", 
/**
 * The problem of `/me`, if it is known.
 */
why: ProviderProblem | null, 
/**
 * Whether the token no longer works, so that another try fails too.
 */
is_dead: boolean, } | { "what": "secret_damaged" } | { "what": "no_details" };
