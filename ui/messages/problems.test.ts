import { expect, describe as group, test } from "vitest";
import { attempt, problems } from "../state/samples";
import { en } from "./en";
import { typeset } from "./format";
import { describe, describeExactly } from "./problems";

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

  test("what is copied names the facts that the command line names", () => {
    for (const sample of problems) {
      const { message, hint } = describeExactly(sample.failure);
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

group("the window shows no machine's words", () => {
  const CODE = /\b[a-z]+_[a-z_]+\b/;
  const ADDRESS = /[\w.\]]+:\d{2,5}\b/;
  const STATUS = /\bstatus (is )?\d/;
  const MACHINE = [CODE, ADDRESS, STATUS];
  /** Moves a problem to other hosts. */
  const at = (value: unknown, host: string, proxy: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => at(each, host, proxy));
    if (typeof value !== "object" || value === null) return value;
    const moved: Record<string, unknown> = { host, proxy };
    return Object.fromEntries(
      Object.entries(value).map(([name, fact]) =>
        typeof fact === "string" && name in moved ? [name, moved[name]] : [name, at(fact, host, proxy)],
      ),
    );
  };
  const everywhere = problems.flatMap(({ failure }) =>
    ["api.eu.intercom.io", "127.0.0.1:44253", "[::1]:44253", "bridge.example:8443"].map(
      (host) => at(failure, host, "10.0.0.1:3128") as typeof failure,
    ),
  );
  const said = everywhere.filter(({ problem }) => problem.about !== "older");

  test("in a message", () => {
    for (const failure of said)
      for (const machine of MACHINE) expect(describe(failure).message, JSON.stringify(failure)).not.toMatch(machine);
  });
  test("in the heading and the sentence of an attempt", () => {
    for (const error of said)
      for (const stage of ["failed", "cancelled"] as const) {
        const { title } = en.tracker.stage[stage](attempt("a", { stage, error }));
        for (const machine of MACHINE) expect(title, JSON.stringify(error)).not.toMatch(machine);
      }
    for (const sandbox of [true, false]) {
      const { lead } = en.tracker.stage.awaiting(attempt("a", { sandbox, host: "127.0.0.1:44253" }), "half an hour");
      expect(lead).not.toMatch(ADDRESS);
    }
  });
  test("but what is copied has the host and the status", () => {
    const down = said.find(({ problem }) => problem.about === "provider" && problem.what === "unavailable");
    if (!down) throw new Error("no sample of an answer with status 503");
    expect(describeExactly(down).message).toBe("api.eu.intercom.io can’t answer now (status 503).");
    expect(describe(down).message).toBe("Intercom can’t answer now.");
  });
  test.each([
    ["provider_unreachable", CODE],
    ["127.0.0.1:44253 is down", ADDRESS],
    ["[::1]:80 is down", ADDRESS],
    ["its status is 503", STATUS],
  ])("the rules find: %s", (text, rule) => {
    expect(text).toMatch(rule);
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
