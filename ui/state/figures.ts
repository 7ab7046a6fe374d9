// The figures of an account: their age, their problems, and when to read them again.
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Failure } from "../contract/Failure";
import type { Figure } from "../contract/Figure";
import type { FigureName } from "../contract/FigureName";
import type { Headroom } from "../contract/Headroom";
import { en } from "../messages/en";
import { relativeTime } from "../messages/format";
import { isOld } from "./age";
import { shownKeyOf } from "./problem";

/** Milliseconds within which a page that opens again does not ask again. */
const FRESH = 60_000;

/** The time of the oldest figure that can still be read. It is the age of all figures. */
export function asOf(figures: Figure[]): string | null {
  const times = figures.flatMap(({ count, as_of, missing }) =>
    count === null || as_of === null || missing !== null ? [] : [as_of],
  );
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** The permissions that figures lack, each once, in the order of the figures. */
export function missing(figures: Figure[]): string[] {
  return [...new Set(figures.flatMap((figure) => figure.missing ?? []))];
}

/** The permissions that an account lacks: those of the last refresh, then those of figures. */
export const lacked = (detail: AccountDetail | null): string[] =>
  detail === null ? [] : [...new Set([...detail.lacks, ...missing(detail.figures)])];

/** Figures that are a part of another one, or hold it. No sentence names them beside it. */
const BESIDE: Partial<Record<FigureName, FigureName>> = {
  conversations_all_open: "conversations_open",
  tickets_customer: "tickets",
  tickets_back_office: "tickets",
  tickets_tracker: "tickets",
};

/** An error and the figures that it affected. None are named when it affected all figures that may be read. */
export type FigureProblem = { error: Failure; affected: FigureName[] };

const isNamed = (name: FigureName, among: FigureName[]) => {
  const main = BESIDE[name];
  return main === undefined || !among.includes(main);
};

/** Each problem once, in the order of the figures. */
export function problems(figures: Figure[]): FigureProblem[] {
  const found = new Map<string, FigureProblem>();
  for (const { name, trouble: error } of figures) {
    if (error === null) continue;
    const same = shownKeyOf(error);
    found.set(same, { error, affected: [...(found.get(same)?.affected ?? []), name] });
  }
  const readable = figures.filter(({ missing }) => missing === null).length;
  return [...found.values()].map(({ error, affected }) => ({
    error,
    affected: affected.length === readable ? [] : affected.filter((name) => isNamed(name, affected)),
  }));
}

/** One figure as its cell shows it. */
export type Shown =
  /** `age`: of a number that is old. `note`: what it counts, or why it is old. */
  | { kind: "number"; count: number; age: string | null; note: string | null; wrong: boolean }
  | { kind: "lacks"; permission: string }
  | { kind: "none"; note: string | null; wrong: boolean };

/** Returns the number with its age where it is old, or the permission that it needs, and never both. */
export function shown(name: FigureName, all: Figure[], now: number): Shown {
  const { count, as_of, missing, trouble } = all.find((each) => each.name === name) ?? NONE;
  if (missing !== null) return { kind: "lacks", permission: missing };
  const wrong = trouble !== null;
  const note = trouble === null ? counts(name, all) : en.figures.notUpdated(trouble);
  if (count === null) return { kind: "none", note, wrong };
  const isOutdated = as_of !== null && (wrong || isOld(as_of, now));
  return { kind: "number", count, age: isOutdated ? relativeTime(as_of, now) : null, note, wrong };
}

/** A figure of which nothing is known yet. */
const NONE: Omit<Figure, "name"> = { count: null, as_of: null, missing: null, trouble: null };

/** How many conversations are open because Fin answers them. Counts of different moments may not fit each other. */
const withFin = (open: number | null, all: number | null) =>
  open === null || all === null || all < open ? null : all - open;

/** The things that a figure counts. */
function counts(name: FigureName, all: Figure[]): string | null {
  if (name === "conversations_open") {
    const known = (of: FigureName) => all.find((each) => each.name === of && each.missing === null)?.count ?? null;
    const beside = withFin(known(name), known("conversations_all_open"));
    return en.figures.openParts(known("conversations_unassigned"), beside) || null;
  }
  const notes: Partial<Record<FigureName, string>> = en.figures.counts;
  return notes[name] ?? null;
}

/** The time of the oldest fact on an account's page: what the last refresh brought, or a figure. */
export function updatedAt(
  { checked_at }: Pick<AccountCard, "checked_at">,
  detail: AccountDetail | null,
): string | null {
  const times = [checked_at, asOf(detail?.figures ?? [])].filter((at) => at !== null);
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** Whether to read the figures without a click: not if the account can't answer, or the figures are fresh or just tried. */
export function isDue(account: AccountCard, detail: AccountDetail, tried: number | null, now: number): boolean {
  if (account.status === "disabled" || account.status === "needs_reconnect" || detail.reading) return false;
  if (tried !== null && now - tried < FRESH) return false;
  const oldest = asOf(detail.figures);
  const known = detail.figures.every(({ count, missing }) => count !== null || missing !== null);
  return !known || oldest === null || now - Date.parse(oldest) >= FRESH;
}

/** The part of the rate limit that was left, in whole percent, rounded down. */
export const percentLeft = ({ limit, remaining }: Headroom) => (limit > 0 ? Math.floor((100 * remaining) / limit) : 0);
