// Written by the engine's tests from its contract: do not edit.
import type { Status } from "./Status";
import type { RegistrationKind } from "./RegistrationKind";
import type { AccountId } from "./AccountId";
import type { Workspace } from "./Workspace";
import type { Admin } from "./Admin";
import type { Trouble } from "./Trouble";

export type AccountCard = { 
/**
 * What it was connected with.
 */
kind: RegistrationKind, 
/**
 * Why its status is not `connected`.
 */
trouble: Trouble | null, 
/**
 * How many conversations were open when they were last counted; null until they were once.
 */
open: number | null, 
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
