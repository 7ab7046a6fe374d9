// Written by the engine's tests from its contract: do not edit.
import type { ReturnRoute } from "./ReturnRoute";
import type { Stage } from "./Stage";
import type { Answered } from "./Answered";
import type { AccountId } from "./AccountId";
import type { AttemptId } from "./AttemptId";
import type { RegistrationId } from "./RegistrationId";
import type { WorkspaceId } from "./WorkspaceId";
import type { Failure } from "./Failure";

export type Attempt = { 
/**
 * The attempt's id.
 */
id: AttemptId, 
/**
 * The attempt's stage.
 */
stage: Stage, 
/**
 * The registration's name.
 */
registration: string, 
/**
 * The registration's id.
 */
registration_id: RegistrationId, 
/**
 * Whether the attempt is for the sandbox.
 */
sandbox: boolean, 
/**
 * The host of the authorization URL; empty when the stored endpoint is damaged.
 */
host: string, 
/**
 * How the answer returns to Switchhook.
 */
return_route: ReturnRoute, 
/**
 * When the attempt began.
 */
started_at: string, 
/**
 * When Switchhook stops waiting for the answer.
 */
expires_at: string, 
/**
 * When the answer came; null before that.
 */
claimed_at: string | null, 
/**
 * The number of refused links that named this attempt.
 */
strays: number, 
/**
 * Whether a link came with the attempt's state and without an answer. The person may have pressed Back.
 */
empty_return: boolean, 
/**
 * The port of this computer at which the browser brings the answer; null on the other return routes.
 */
port: number | null, 
/**
 * Whether the browser can't bring the answer: this process can't listen on the port of the redirect URI.
 */
port_unavailable: boolean, 
/**
 * Whether this process could ask no browser to open the consent page.
 */
no_browser: boolean, 
/**
 * Whether this process can open the consent page again, since it holds the authorization URL.
 */
can_reopen: boolean, 
/**
 * The account that gets a new token; null for an attempt to add an account.
 */
reconnects: AccountId | null, 
/**
 * The id of the only workspace that the attempt may connect; null for any.
 */
workspace: WorkspaceId | null, 
/**
 * The identity that answered instead of the awaited one; null where none did.
 */
answered: Answered | null, 
/**
 * The account that the attempt connected; null before that.
 */
account_id: AccountId | null, 
/**
 * The problem that ended the attempt, or that a person must decide on.
 */
error: Failure | null, };
