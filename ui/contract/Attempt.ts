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
 * Its id.
 */
id: AttemptId, 
/**
 * Where it stands.
 */
stage: Stage, 
/**
 * The name of the registration.
 */
registration: string, 
/**
 * Its id.
 */
registration_id: RegistrationId, 
/**
 * Whether it goes to the sandbox.
 */
sandbox: boolean, 
/**
 * The host that the browser was asked to open.
 */
host: string, 
/**
 * How the answer comes home.
 */
return_route: ReturnRoute, 
/**
 * When it began.
 */
started_at: string, 
/**
 * When waiting ends.
 */
expires_at: string, 
/**
 * When its answer came.
 */
claimed_at: string | null, 
/**
 * Links with its state that were not its answer.
 */
strays: number, 
/**
 * A return came with its state and no answer: people press Back.
 */
empty_return: boolean, 
/**
 * No browser could be asked to open its page, by this process.
 */
no_browser: boolean, 
/**
 * Whether this process still holds its authorization URL.
 */
can_reopen: boolean, 
/**
 * The account that gets a new token.
 */
reconnects: AccountId | null, 
/**
 * The id of the only workspace that it may connect.
 */
workspace: WorkspaceId | null, 
/**
 * Who answered instead, where it was refused.
 */
answered: Answered | null, 
/**
 * The account it connected.
 */
account_id: AccountId | null, 
/**
 * What it ended with.
 */
error: Failure | null, };
