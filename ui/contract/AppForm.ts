// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";

export type AppForm = { 
/**
 * The person's name for it.
 */
name: string, 
/**
 * The public id at the provider, as it was typed.
 */
client_id: string, 
/**
 * Where answers come home.
 */
redirect_uri: string, 
/**
 * Where people consent.
 */
region: Region, 
/**
 * The id of the only workspace that it may connect, as it was typed.
 */
workspace: string | null, };
