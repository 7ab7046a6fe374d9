// Written by the engine's tests from its contract: do not edit.
import type { Status } from "./Status";
import type { AccountId } from "./AccountId";
import type { Workspace } from "./Workspace";
import type { Admin } from "./Admin";

export type Account = { 
/**
 * Stays the same for as long as the account is here.
 */
id: AccountId, 
/**
 * The person's name for it; at first the workspace's.
 */
name: string, 
/**
 * The person's own marks, sorted.
 */
tags: Array<string>, 
/**
 * What the last check found.
 */
status: Status, 
/**
 * Facts of the workspace.
 */
workspace: Workspace, 
/**
 * Facts of the teammate who authorized.
 */
admin: Admin, 
/**
 * The name of the registration it was connected with; null for an own token.
 */
registration: string | null, 
/**
 * When it was first connected.
 */
connected_at: string, 
/**
 * When the provider last answered for it.
 */
checked_at: string | null, };
