// The order of the list. Sandbox accounts stand apart from real ones, whatever the order.
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";

export type Sort = "name" | "status" | "checked" | "connected";
export const SORTS: readonly Sort[] = ["name", "status", "checked", "connected"];

/** What a person should look at first stands first, what they put away themselves last: here, and among the filters. */
export const TROUBLE_FIRST: readonly Status[] = [
  "needs_reconnect",
  "unreachable",
  "unverified",
  "limited",
  "connected",
  "disabled",
];

const RANK = new Map(TROUBLE_FIRST.map((status, rank) => [status, rank]));
const rank = ({ status }: AccountCard) => RANK.get(status) ?? 0;
const sandboxLast = ({ kind }: AccountCard) => (kind === "sandbox" ? 1 : 0);
/** Times are RFC 3339 in UTC, so they compare as text; never comes last. */
const latestFirst = (a: string | null, b: string | null) => (a === b ? 0 : (a ?? "") > (b ?? "") ? -1 : 1);

export const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const COMPARE: Record<Exclude<Sort, "name">, (a: AccountCard, b: AccountCard) => number> = {
  status: (a, b) => rank(a) - rank(b),
  checked: (a, b) => latestFirst(a.checked_at, b.checked_at),
  connected: (a, b) => latestFirst(a.connected_at, b.connected_at),
};

/**
 * The order on screen. Names come first because comparing them is dear, and they come from Rust nearly sorted;
 * sorting is stable, so equals of any other order stay in the order of their names.
 */
export function ordered(accounts: AccountCard[], sort: Sort = "name"): AccountCard[] {
  const named = accounts.toSorted(
    (a, b) => sandboxLast(a) - sandboxLast(b) || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  if (sort === "name") return named;
  const compare = COMPARE[sort];
  return named.sort((a, b) => sandboxLast(a) - sandboxLast(b) || compare(a, b));
}
