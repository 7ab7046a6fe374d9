// Written by the engine's tests from its contract: do not edit.
import type { AccountNeed } from "./AccountNeed";
import type { BoardRow } from "./BoardRow";
import type { MorningReading } from "./MorningReading";

export type Today = { 
/**
 * The most urgent needs, at most five, the most urgent first.
 */
needs: Array<AccountNeed>, 
/**
 * How many needs were left out, because others are more urgent.
 */
other_needs: number, 
/**
 * How many needs the person put off.
 */
put_off: number, 
/**
 * How many accounts may need the person without a sentence: their waits were not counted for a day, or not since the threshold
 * or the working hours changed.
 */
unknown: number, 
/**
 * The accounts that are not disabled, by name, and sandbox accounts after the others.
 */
accounts: Array<BoardRow>, 
/**
 * Whether Switchhook reads the accounts each morning.
 */
morning: MorningReading, 
/**
 * When the next reading comes by itself; null where none does.
 */
next_reading: string | null, };
