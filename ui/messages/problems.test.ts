import { expect, describe as group, test } from "vitest";
import { problems } from "../state/samples";
import { typeset } from "./format";
import { describe } from "./problems";

/** Every string and number in a problem, without the names of kinds, which have only small letters. */
function facts(value: unknown): string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return /^[a-z_]+$/.test(value) ? [] : [typeset(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(facts) : [];
}

const name = ({ failure }: (typeof problems)[number]) => JSON.stringify(failure.problem);

group("for every problem", () => {
  test("there are words", () => {
    for (const sample of problems) {
      const { message, hint } = describe(sample.failure);
      for (const sentence of [message, hint]) {
        expect(sentence, name(sample)).toMatch(/^\S.*\S$/);
        expect(sentence, name(sample)).not.toMatch(/undefined|null|\[object|NaN/);
      }
    }
  });

  test("the window names the facts that the command line names", () => {
    for (const sample of problems) {
      const { message, hint } = describe(sample.failure);
      const known = typeset(`${sample.words.message} ${sample.words.hint}`);
      const named = facts(sample.failure.problem).filter((fact) => known.includes(fact));
      const unsaid = named.filter((fact) => !`${message} ${hint}`.includes(fact));
      expect(unsaid, name(sample)).toEqual([]);
    }
  });

  test("a hint that says nothing has changed is marked", () => {
    for (const sample of problems) {
      const { hint, saysUnchanged = false } = describe(sample.failure);
      expect(saysUnchanged, name(sample)).toBe(/nothing has changed/i.test(hint));
    }
  });
});

test("facts are found at any depth", () => {
  expect(facts({ about: "provider", why: { of: "status", is: 418 }, names: ["Maya's", null] })).toEqual([
    "418",
    "Maya’s",
  ]);
});

test("a fault of this page has words", () => {
  expect(describe({ code: "unexpected", provider_code: null })).toEqual({
    message: "Something unexpected happened.",
    hint: "Try again. If it happens again, quit Switchhook and open it once more.",
  });
});
