// Written by the engine's tests from its contract: do not edit.
import type { WorkingHours } from "./WorkingHours";
import type { AccountThresholds } from "./AccountThresholds";

export type Rhythm = { 
/**
 * The working hours that somebody chose; null before that.
 */
hours: WorkingHours | null, 
/**
 * The working hours to propose: Monday to Friday, 9 to 17, in the workspace's time zone.
 */
proposed: WorkingHours, 
/**
 * The time zones that can be chosen, by name.
 */
zones: Array<string>, 
/**
 * The thresholds.
 */
thresholds: AccountThresholds, };
