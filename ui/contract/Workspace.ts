// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";
import type { WorkspaceId } from "./WorkspaceId";

export type Workspace = { 
/**
 * The workspace's id at the provider.
 */
id: WorkspaceId | null, 
/**
 * The workspace's name.
 */
name: string | null, 
/**
 * Where the provider keeps the workspace's data.
 */
region: Region | null, 
/**
 * The time zone's name, as the provider writes it: most are in the IANA database.
 */
timezone: string | null, 
/**
 * When the workspace was made.
 */
created_at: string | null, };
