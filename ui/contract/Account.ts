// Written by the engine's tests from its contract: do not edit.
import type { Status } from "./Status";
import type { AccountId } from "./AccountId";
import type { Workspace } from "./Workspace";
import type { Admin } from "./Admin";

export type Account = { 
/**
 * The account's id on this computer. It never changes; when two accounts become one, the older id stays.
 */
id: AccountId, 
/**
 * The name that the person chose for the account, else the workspace's name.
 */
name: string, 
/**
 * The person's tags, sorted.
 */
tags: Array<string>, 
/**
 * The status that the last check found.
 */
status: Status, 
/**
 * The workspace.
 */
workspace: Workspace, 
/**
 * The teammate who authorized.
 */
admin: Admin, 
/**
 * The name of the registration that connected the account; null for an own token.
 */
registration: string | null, 
/**
 * When Switchhook first connected the account.
 */
connected_at: string, 
/**
 * When the provider last answered a request for the account; null before the first answer.
 */
checked_at: string | null, };
