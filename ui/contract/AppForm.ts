// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";
import type { ClientId } from "./ClientId";
import type { WorkspaceId } from "./WorkspaceId";

export type AppForm = { 
/**
 * The person's name for it.
 */
name: string, 
/**
 * The public id at the provider.
 */
client_id: ClientId, 
/**
 * Where answers come home.
 */
redirect_uri: string, 
/**
 * Where people consent.
 */
region: Region, 
/**
 * The id of the only workspace that it may connect.
 */
workspace: WorkspaceId | null, };
