// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";

export type AppForm = { 
/**
 * The name that the person chose for the app.
 */
name: string, 
/**
 * The client id, as the person typed it.
 */
client_id: string, 
/**
 * The redirect URI, as the person typed it.
 */
redirect_uri: string, 
/**
 * The region whose consent page the browser opens.
 */
region: Region, 
/**
 * The id of the only workspace that the app may connect, as the person typed it; null for any.
 */
workspace: string | null, };
