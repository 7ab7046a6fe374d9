// The parts of which the words for every problem are made.
import type { Answered } from "../../contract/Answered";
import type { FigureName } from "../../contract/FigureName";
import { allOf, count } from "../format";

/** One sentence about the problem, and a hint in the imperative. */
export type Words = {
  message: string;
  hint: string;
  /** The hint itself says that nothing has changed. */
  saysUnchanged?: true;
};

/** Adds to the hint that nothing has changed. */
export const unchanged = ({ message, hint }: Words): Words => ({
  message,
  hint: `${hint} Nothing has changed.`,
  saysUnchanged: true,
});

/** One function per kind of a subject. The type check fails for a kind that is missing or that Rust does not know. */
export type WordsOf<P extends { what: string }> = { [K in P["what"]]: (problem: Extract<P, { what: K }>) => Words };

/** Looks up the words for one problem. Each kind has a function for its own facts, which the types can't follow here. */
export const worded = <P extends { what: string }>(table: WordsOf<P>, problem: P): Words =>
  (table[problem.what as P["what"]] as (problem: P) => Words)(problem);

/** The name of a figure inside a sentence. */
const counted = {
  conversations_open: "open conversations",
  conversations_unassigned: "unassigned conversations",
  conversations_all_open: "open conversations with Fin’s",
  conversations_snoozed: "snoozed conversations",
  conversations_closed: "closed conversations",
  contacts: "contacts",
  companies: "companies",
  teammates: "teammates",
  teams: "teams",
  tags: "tags",
  articles: "articles",
  tickets: "tickets",
  tickets_customer: "open customer tickets",
  tickets_back_office: "open back-office tickets",
  tickets_tracker: "open tracker tickets",
} satisfies Record<FigureName, string>;

/** Names the numbers that were not read; says how many there are where a sentence has no room for the names. */
export const listed = (figures: FigureName[]) =>
  figures.length > 7
    ? `${count(figures.length)} figures`
    : `the number of ${allOf(figures.map((figure) => counted[figure]))}`;

/** Names a workspace and its teammate, as far as Switchhook knows them, inside a sentence. */
export function named({ workspace, admin, ids }: Answered): string {
  const where = workspace === null ? "a workspace without a name" : `“${workspace}”`;
  const name = admin === null ? where : `${where} as ${admin}`;
  return ids === null ? name : `${name} (${ids})`;
}
