// Written by the engine's tests from its contract: do not edit.
import type { Status } from "./Status";
import type { RegistrationKind } from "./RegistrationKind";
import type { AccountId } from "./AccountId";
import type { Change } from "./Change";
import type { Wait } from "./Wait";
import type { RatingCounts } from "./RatingCounts";
import type { OpenTickets } from "./OpenTickets";

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
 * The number of open conversations for a person at the last count; null before the first count.
 */
open: number | null, 
/**
 * How many of them have no teammate; null where the last count of the open ones came without this.
 */
unassigned: number | null, 
/**
 * How many further conversations are open because Fin is answering; null as with `unassigned`.
 */
with_fin: number | null, 
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
open_course: Array<number | null>, 
/**
 * The conversation that waits longest for a person's reply; null where nobody waits, and before the first answer.
 */
wait: Wait | null, 
/**
 * When the provider gave that answer; null before the first answer.
 */
wait_as_of: string | null, 
/**
 * The ratings that customers gave since yesterday began; null before the first answer.
 */
ratings: RatingCounts | null, 
/**
 * The open tickets; null before the first count.
 */
tickets: OpenTickets | null, 
/**
 * Whether somebody said when the account's team works. Else waits are calendar time.
 */
has_hours: boolean, };
