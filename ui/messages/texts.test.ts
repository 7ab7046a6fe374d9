import { parse } from "svelte/compiler";
import { describe, expect, test } from "vitest";
import { all, hints, type Text, uncalled } from "./texts";

/** Words that no person outside the project says. */
const RETIRED =
  /\b(roads?|seal(ed|s)?|whose|told|at hand|headroom|vaults?|stands?|looks? after|ends|learnt|learned|whoever|somebody|nobody|forget|forgotten|discard(ed)?)\b/i;
/** Requests for a token that is not the person's own, or for a token by message. */
const FOREIGN_TOKEN = [
  /\b(ask|have|get|let|tell)\b[^.]*\b(for|give|send|share|bring|copy)\b[^.]*\btokens?\b/i,
  /\b(their|his|her) (access )?token\b/i,
  /\b((colleague|teammate|admin|client|customer|owner)s?[’']s?|(someone|anyone|somebody)( else)?[’']s) (access )?tokens?\b/i,
  /\btokens? (of|from) (a|an|another|the|your) (colleague|teammate|admin|client|customer|owner|person)/i,
  /\b(send|share|mail|e-?mail|message|forward)\b[^.]*\btokens?\b(?! to no other)/i,
  /\btokens?\b[^.]*\bby (e-?mail|mail|chat|message)\b/i,
];
/** A warning is no request. It stays a sentence of its own. */
const WARNING = /^(Please )?Never (send|share) /i;
/** The verbs with which a hint may begin. */
const IMPERATIVE =
  /^(Add|Ask|Cancel|Change|Check|Choose|Compare|Connect|Copy|Correct|Create|Enable|Enter|Expect|Find|Finish|Install|Leave|Look|Make|Move|Name|Open|Paste|Put|Quit|Reconnect|Refresh|Remove|Restart|Restore|Select|Sign|Start|Take|Try|Type|Use|Wait|Write) /;

const AT_MOST = 25;
/** Characters of about two lines, with room for a path. */
const TWO_LINES = 180;

/** Each sentence, without direction marks. A point inside a word ends none. A name in quotation marks counts as one word. */
const sentences = (text: string) =>
  text
    .replaceAll(/[\u2068\u2069]/g, "")
    .replaceAll(/“[^”]*”/g, "name")
    .split(/(?<=[.!?…])["”’)]*\s+/);
const wordsOf = (sentence: string) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

const wrong = {
  retired: ({ text }: Text) => RETIRED.test(text),
  long: ({ text }: Text) => sentences(text).some((sentence) => wordsOf(sentence).length > AT_MOST),
  token: ({ text }: Text) =>
    sentences(text).some((said) => !WARNING.test(said) && FOREIGN_TOKEN.some((pattern) => pattern.test(said))),
  hint: ({ text }: Text) => !IMPERATIVE.test(text),
  tall: ({ text }: Text) => text.length > TWO_LINES,
};

describe("the texts of the window", () => {
  test("every function of the messages has sample arguments", () => {
    expect(uncalled).toEqual([]);
    expect(all.length).toBeGreaterThan(700);
    expect(hints.length).toBeGreaterThan(200);
  });
  test("no text uses a retired word", () => {
    expect(all.filter(wrong.retired)).toEqual([]);
  });
  test(`no sentence has more than ${AT_MOST} words`, () => {
    expect(all.filter(wrong.long)).toEqual([]);
  });
  test("no text asks for another person's token", () => {
    expect(all.filter(wrong.token)).toEqual([]);
  });
  test("every hint begins with an imperative", () => {
    expect(hints.filter(wrong.hint)).toEqual([]);
  });
  test("every hint fits into two lines", () => {
    expect(hints.filter(wrong.tall)).toEqual([]);
  });
});

// The rules must be able to fail.
test.each<[keyof typeof wrong, string]>([
  ["retired", "The shortest road is a token."],
  ["retired", "Tokens are sealed here."],
  ["retired", "Whose account it is can’t be checked."],
  ["long", `Paste ${"the whole address of ".repeat(6)} it.`],
  ["token", "Ask a colleague for their token."],
  ["token", "Ask the owner to send you a token."],
  ["token", "Paste your colleague’s token."],
  ["token", "Use the token of a teammate."],
  ["token", "You can send the token by mail."],
  ["token", "Get the access token by chat."],
  ["token", "Never mind: send the token by mail."],
  ["token", "Never send a token by mail. Send the token by chat."],
  ["hint", "The account may be gone."],
  ["hint", "That may pass."],
  ["tall", "Try again. ".repeat(17)],
])("the rule '%s' finds: %s", (rule, text) => {
  expect(wrong[rule]({ at: "", text })).toBe(true);
});

test.each<[keyof typeof wrong, string]>([
  ["retired", "Understand the standard, and paste the token."],
  ["long", "Use 127.0.0.1 or a.b.c. Then try again."],
  ["token", "Paste your own token of that workspace."],
  ["token", "Ask a teammate who manages the subscription."],
  ["token", "Please never send a token by chat or mail."],
  ["hint", "Try again."],
])("the rule '%s' passes: %s", (rule, text) => {
  expect(wrong[rule]({ at: "", text })).toBe(false);
});

/** The words in the markup of a component: its texts, and the attributes that a person reads. */
function markupWords(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const part of node) visit(part);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const { type, name, value, data } = node as { type?: string; name?: string; value?: unknown; data?: string };
    if (type === "StyleDirective") return;
    if (type === "Text" && data !== undefined && /\p{L}{2}/u.test(data)) found.push(data.trim());
    if (type !== "Attribute") for (const part of Object.values(node)) visit(part);
    else if (["title", "aria-label", "placeholder", "alt"].includes(name ?? "")) visit(value);
  };
  visit(parse(source, { modern: true }).fragment);
  return found;
}

describe("components hold no words of their own", () => {
  const files = import.meta.glob<string>(["../*.svelte", "../{parts,screens}/**/*.svelte"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  test("all components are read", () => {
    expect(Object.keys(files).length).toBeGreaterThan(60);
  });
  test.each(Object.entries(files))("%s", (_, source) => {
    expect(markupWords(source)).toEqual([]);
  });
  test("words in a text or a label are found", () => {
    expect(markupWords('<p title="One">Two {three}</p>')).toEqual(["One", "Two"]);
  });
});
