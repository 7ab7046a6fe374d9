// Written by the engine's tests from its contract: do not edit.
import type { Answered } from "./Answered";
import type { WorkspaceId } from "./WorkspaceId";
import type { ProviderCode } from "./ProviderCode";
import type { CodeRejection } from "./CodeRejection";
import type { ProviderProblem } from "./ProviderProblem";

export type AttemptProblem = { "what": "not_found" } | { "what": "too_many", 
/**
 * As many as may.
 */
most: number, } | { "what": "other_app", 
/**
 * The name of the registration that was asked for.
 */
registration: string, } | { "what": "other_workspace", 
/**
 * The name of the registration.
 */
registration: string, 
/**
 * The id of the only workspace that it connects.
 */
only: WorkspaceId, 
/**
 * The id that was asked for.
 */
asked: WorkspaceId, } | { "what": "url_forgotten" } | { "what": "denied", 
/**
 * The provider's `error`.
 */
code: ProviderCode, } | { "what": "not_authorized", 
/**
 * The provider's `error`.
 */
code: ProviderCode | null, } | { "what": "code_rejected", 
/**
 * What the refusal points to.
 */
reason: CodeRejection, 
/**
 * The provider's own code.
 */
code: ProviderCode | null, } | { "what": "expired" } | { "what": "cancelled" } | { "what": "registration_removed", 
/**
 * Its name.
 */
registration: string, } | { "what": "interrupted" } | { "what": "unsaved" } | { "what": "token_lost" } | { "what": "left" } | { "what": "answering" } | { "what": "decided" } | { "what": "still_awaiting" } | { "what": "workspace_unknown" } | { "what": "another_again" } | { "what": "another", 
/**
 * The one that answered.
 */
came: Answered, 
/**
 * The awaited one.
 */
awaited: Answered, } | { "what": "account_forgotten", 
/**
 * The one that answered.
 */
came: Answered, } | { "what": "not_compared", 
/**
 * Why not, where that is known.
 */
why: ProviderProblem | null, 
/**
 * Whether the token is dead, so that asking again helps nobody.
 */
is_dead: boolean, } | { "what": "secret_damaged" } | { "what": "no_details" };
