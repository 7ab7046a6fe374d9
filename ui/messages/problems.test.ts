import { expect, describe as group, test } from "vitest";
import { problems } from "../state/samples";
import { typeset } from "./format";
import { describe } from "./problems";

/** Every string and number in a problem but the names of kinds, which are of small letters alone. */
function facts(value: unknown): string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return /^[a-z_]+$/.test(value) ? [] : [typeset(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(facts) : [];
}

const name = ({ failure }: (typeof problems)[number]) => JSON.stringify(failure.problem);

group("of every problem", () => {
  test("something is said", () => {
    for (const sample of problems) {
      const { message, hint } = describe(sample.failure);
      for (const sentence of [message, hint]) {
        expect(sentence, name(sample)).toMatch(/^\S.*\S$/);
        expect(sentence, name(sample)).not.toMatch(/undefined|null|\[object|NaN/);
      }
    }
  });

  test("the facts are said that the command line says", () => {
    for (const sample of problems) {
      const { message, hint } = describe(sample.failure);
      const known = typeset(`${sample.words.message} ${sample.words.hint}`);
      const told = facts(sample.failure.problem).filter((fact) => known.includes(fact));
      const unsaid = told.filter((fact) => !`${message} ${hint}`.includes(fact));
      expect(unsaid, name(sample)).toEqual([]);
    }
  });

  test("a hint that speaks of what is stored settles it", () => {
    for (const sample of problems) {
      const { hint, settlesStored = false } = describe(sample.failure);
      expect(settlesStored, name(sample)).toBe(/stored/i.test(hint));
    }
  });
});

test("facts are found, however deep they lie", () => {
  expect(facts({ about: "provider", why: { of: "status", is: 418 }, names: ["Maya's", null] })).toEqual([
    "418",
    "Maya’s",
  ]);
});

test("a fault of this page has words, too", () => {
  expect(describe({ code: "unexpected", provider_code: null })).toEqual({
    message: "Something unexpected happened",
    hint: "Try again; if it stays, quit Switchhook and open it once more.",
  });
});
