// Written by the engine's tests from contract.rs: do not edit.
import type { Region } from "./Region";

export type Workspace = { 
/**
 * The provider's id.
 */
id: string | null, 
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
