// Which problems are the same. Nobody decides that by their words.
import type { Fault } from "../messages/problems";

/** One key for each: Rust writes the same problem always the same way. */
export const keyOf = (fault: Fault): string => JSON.stringify(fault);

export const sameProblem = (one: Fault, other: Fault): boolean => keyOf(one) === keyOf(other);
