// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";
import type { RegistrationKind } from "./RegistrationKind";
import type { ReturnRoute } from "./ReturnRoute";
import type { ClientId } from "./ClientId";
import type { RegistrationId } from "./RegistrationId";
import type { WorkspaceId } from "./WorkspaceId";

export type Registration = { 
/**
 * The registration's id on this computer.
 */
id: RegistrationId, 
/**
 * The name that the person chose for the registration.
 */
name: string, 
/**
 * Whether this is the person's own app or the sandbox.
 */
kind: RegistrationKind, 
/**
 * The client id at the provider (RFC 6749 §2.2).
 */
client_id: ClientId, 
/**
 * The redirect URI (RFC 6749 §3.1.2).
 */
redirect_uri: string, 
/**
 * How answers return to Switchhook.
 */
return_route: ReturnRoute, 
/**
 * The region whose consent page the browser opens.
 */
region: Region, 
/**
 * The authorization endpoint in use; null for the sandbox, whose address changes.
 */
authorization_endpoint: string | null, 
/**
 * The token endpoint in use; null for the sandbox.
 */
token_endpoint: string | null, 
/**
 * The API address in use; null for the sandbox.
 */
api_base: string | null, 
/**
 * The id of the only workspace that the registration may connect; null for any.
 */
workspace: WorkspaceId | null, 
/**
 * When the person added the registration.
 */
created_at: string, };
