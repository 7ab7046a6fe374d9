// Written by the engine's tests from its contract: do not edit.
export type FinCounts = { 
/**
 * The number in which Fin took part.
 */
took_part: number, 
/**
 * The number that Fin resolved: the customer said so, or left.
 */
resolved: number, 
/**
 * The number that went to a person.
 */
handed_over: number, 
/**
 * The number in which the customer was not content with Fin's answer.
 */
negative: number, };
