// Written by the engine's tests from its contract: do not edit.
export type FinCounts = { 
/**
 * Fin took part in so many.
 */
took_part: number, 
/**
 * So many were resolved: the customer said so, or left.
 */
resolved: number, 
/**
 * So many went to a person.
 */
handed_over: number, 
/**
 * In so many the customer was not content with Fin's answer.
 */
negative: number, };
