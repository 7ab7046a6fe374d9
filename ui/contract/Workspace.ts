// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";
import type { WorkspaceId } from "./WorkspaceId";

export type Workspace = { 
/**
 * The provider's id.
 */
id: WorkspaceId | null, 
/**
 * Its name.
 */
name: string | null, 
/**
 * Where its data lives.
 */
region: Region | null, 
/**
 * IANA-like.
 */
timezone: string | null, 
/**
 * When it was made.
 */
created_at: string | null, };
