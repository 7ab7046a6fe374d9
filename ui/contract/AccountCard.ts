// Written by the engine's tests from its contract: do not edit.
import type { Region } from "./Region";
import type { Status } from "./Status";
import type { RegistrationKind } from "./RegistrationKind";
import type { AccountId } from "./AccountId";
import type { WorkspaceId } from "./WorkspaceId";
import type { Trouble } from "./Trouble";

export type AccountCard = { 
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
 * The workspace's id at the provider; null where the provider gave none.
 */
workspace_id: WorkspaceId | null, 
/**
 * The workspace's name where the account has another one; else null.
 */
workspace_name: string | null, 
/**
 * Where the provider keeps the workspace's data; null where that is unknown.
 */
region: Region | null, 
/**
 * The name of the teammate who authorized; null where the provider gave none.
 */
teammate: string | null, 
/**
 * The teammate's e-mail address; null where the provider gave none.
 */
email: string | null, 
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
checked_at: string | null, 
/**
 * The kind of registration or token that connected the account.
 */
kind: RegistrationKind, 
/**
 * Why the status is not `connected`; null where it is.
 */
trouble: Trouble | null, 
/**
 * The number of open conversations at the last count; null before the first count.
 */
open: number | null, 
/**
 * When the provider gave that count; null before the first count.
 */
open_as_of: string | null, 
/**
 * Whether the last request for the count brought none: it failed, or the app lacks the permission. Then `open` is an
 * earlier count.
 */
open_failed: boolean, };
