// Written by the engine's tests from its contract: do not edit.
import type { Status } from "./Status";
import type { RegistrationKind } from "./RegistrationKind";
import type { AccountId } from "./AccountId";
import type { Change } from "./Change";

export type BoardRow = { 
/**
 * The account's id.
 */
id: AccountId, 
/**
 * The account's name.
 */
name: string, 
/**
 * The person's tags, sorted.
 */
tags: Array<string>, 
/**
 * The kind of registration or token that connected the account.
 */
kind: RegistrationKind, 
/**
 * The status that the last check found.
 */
status: Status, 
/**
 * The number of open conversations at the last count; null before the first count.
 */
open: number | null, 
/**
 * When the provider gave that count; null before the first count.
 */
open_as_of: string | null, 
/**
 * Whether the last request for the count brought none. Then `open` is an earlier count.
 */
open_failed: boolean, 
/**
 * The change of that count since about a day before it; null where no reading of the last 30 hours allows one.
 */
open_change: Change | null, 
/**
 * The last count of each of the 30 days before now, the oldest first; null for a day without one.
 */
open_course: Array<number | null>, };
