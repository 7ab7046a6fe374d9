// Written by the engine's tests from contract.rs: do not edit.
import type { Region } from "./Region";

export type AppForm = { 
/**
 * The person's name for it.
 */
name: string, 
/**
 * The public id at the provider.
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
 * The id of the only workspace that it may connect.
 */
workspace: string | null, };
