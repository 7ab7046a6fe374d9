// Written by the engine's tests from its contract: do not edit.
import type { TeamRow } from "./TeamRow";
import type { TeammateRow } from "./TeammateRow";
import type { LongestRow } from "./LongestRow";
import type { LowRatingsRow } from "./LowRatingsRow";
import type { DayRow } from "./DayRow";
import type { FinCounts } from "./FinCounts";

export type TeamLoad = { 
/**
 * When the provider gave the conversations; null before the first reading.
 */
as_of: string | null, 
/**
 * The teams that have open conversations, the most first, and then the others by name.
 */
teams: Array<TeamRow>, 
/**
 * The teammates that have open conversations or an inbox seat, in the same order.
 */
teammates: Array<TeammateRow>, 
/**
 * The conversations that wait longest, at most ten, the longest first.
 */
longest: Array<LongestRow>, 
/**
 * The low ratings since yesterday began; null before they were read today.
 */
low_ratings: LowRatingsRow | null, 
/**
 * How many open conversations for a person were read.
 */
known: number, 
/**
 * How many there were. More than `known` where they were too many to read. Then the counts are those of a part.
 */
total: number, 
/**
 * The new conversations of each known day of the last 30, the oldest first.
 */
days: Array<DayRow>, 
/**
 * The work of Fin on the conversations that began yesterday; null before that was counted.
 */
fin_yesterday: FinCounts | null, 
/**
 * The work of Fin on those of the last seven days; null where a day was not counted.
 */
fin_week: FinCounts | null, 
/**
 * Whether this process is reading the account's team now.
 */
reading: boolean, };
