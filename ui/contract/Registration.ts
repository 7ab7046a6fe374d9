// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";
import type { RegistrationKind } from "./RegistrationKind";
import type { ReturnRoute } from "./ReturnRoute";
import type { ClientId } from "./ClientId";
import type { RegistrationId } from "./RegistrationId";
import type { WorkspaceId } from "./WorkspaceId";

export type Registration = { 
/**
 * Its id here.
 */
id: RegistrationId, 
/**
 * The person's name for it.
 */
name: string, 
/**
 * The person's own app, or the sandbox.
 */
kind: RegistrationKind, 
/**
 * The public id at the provider.
 */
client_id: ClientId, 
/**
 * Where answers come home.
 */
redirect_uri: string, 
/**
 * How they come home.
 */
return_route: ReturnRoute, 
/**
 * Where people consent.
 */
region: Region, 
/**
 * In use; null for the sandbox, whose address changes.
 */
authorization_endpoint: string | null, 
/**
 * In use; null for the sandbox.
 */
token_endpoint: string | null, 
/**
 * In use; null for the sandbox.
 */
api_base: string | null, 
/**
 * The id of the only workspace that it may connect.
 */
workspace: WorkspaceId | null, 
/**
 * When it was added.
 */
created_at: string, };
