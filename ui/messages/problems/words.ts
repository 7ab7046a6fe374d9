// What the words for every problem are made of.
import type { Answered } from "../../contract/Answered";
import type { FigureName } from "../../contract/FigureName";

/** What happened, and what to do. */
export type Words = {
  message: string;
  hint: string;
  /** The hint tells itself what became of what is stored. */
  settlesStored?: true;
};

/** Words for each kind of a subject. One that is missing, or that Rust does not know, fails the check of the types. */
export type WordsOf<P extends { what: string }> = { [K in P["what"]]: (problem: Extract<P, { what: K }>) => Words };

/** The words of a table for one problem: each kind has a function for its own facts, which the types can't follow here. */
export const worded = <P extends { what: string }>(table: WordsOf<P>, problem: P): Words =>
  (table[problem.what as P["what"]] as (problem: P) => Words)(problem);

/** What a figure counts, in a sentence. */
const counted = {
  conversations_open: "open conversations",
  conversations_snoozed: "snoozed conversations",
  conversations_closed: "closed conversations",
  contacts: "contacts",
  companies: "companies",
  teammates: "teammates",
  teams: "teams",
  tags: "tags",
  articles: "articles",
  tickets: "tickets",
} satisfies Record<FigureName, string>;

export const listed = (figures: FigureName[]) => figures.map((figure) => counted[figure]).join(", ");

/** A workspace and its teammate, as far as they are known. */
export function named({ workspace, admin, ids }: Answered): string {
  const who = workspace === null ? admin : [`“${workspace}”`, admin].filter((part) => part !== null).join(" as ");
  const name = who ?? "A workspace without a name";
  return ids === null ? name : `${name} (${ids})`;
}
