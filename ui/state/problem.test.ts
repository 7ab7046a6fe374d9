import { expect, test } from "vitest";
import type { Fault } from "../messages/problems";
import { sameProblem } from "./problem";
import { failure } from "./samples";

const gone = (folder: string) => failure("key_missing", { about: "vault", what: "key_gone", folder });
const other = failure("key_missing", { about: "vault", what: "other_key", folder: "/a" });
// A command's answer keeps the order of Rust's fields. The overview has them in the order of the alphabet.
const alphabetic = failure("key_missing", { what: "key_gone", folder: "/a", about: "vault" });
const unexpected: Fault = { code: "unexpected", provider_code: null };

test.each<[string, Fault, Fault, boolean]>([
  ["kind and facts are the same", gone("/a"), gone("/a"), true],
  ["the order of the facts differs", gone("/a"), alphabetic, true],
  ["the facts differ", gone("/a"), gone("/b"), false],
  ["the kind differs", gone("/a"), other, false],
  ["one is this page's own", gone("/a"), unexpected, false],
  ["both are this page's own", unexpected, { ...unexpected }, true],
])("problems are the same or not: %s", (_, one, another, same) => {
  expect(sameProblem(one, another)).toBe(same);
});
