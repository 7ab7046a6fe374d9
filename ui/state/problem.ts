// Comparison of problems, by their facts.
import { describe, type Fault } from "../messages/problems";

/** The key of a problem: the JSON of its facts in the order of their names. */
export const keyOf = (fault: Fault): string =>
  JSON.stringify(fault, (_name, fact: unknown) =>
    isRecord(fact) ? Object.fromEntries(Object.entries(fact).sort(byName)) : fact,
  );

/** The key of a problem's words, so that a person reads the same words once. */
export const shownKeyOf = (fault: Fault): string => JSON.stringify([fault.code, describe(fault)]);

export const sameProblem = (one: Fault, other: Fault): boolean => keyOf(one) === keyOf(other);

const isRecord = (fact: unknown): fact is Record<string, unknown> =>
  typeof fact === "object" && fact !== null && !Array.isArray(fact);

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);
