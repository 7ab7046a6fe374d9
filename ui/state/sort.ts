// The order of the list. Sandbox accounts come after real ones in every order.
import type { AccountCard } from "../contract/AccountCard";
import type { Status } from "../contract/Status";
import { isStale } from "./age";

export type Sort = "name" | "open" | "status" | "checked" | "connected";
export const SORTS: readonly Sort[] = ["name", "open", "status", "checked", "connected"];

/** The statuses in the order of the list and of the filters. Disabled accounts come last. */
export const PROBLEMS_FIRST: readonly Status[] = [
  "needs_reconnect",
  "unreachable",
  "unverified",
  "limited",
  "connected",
  "disabled",
];

const RANK = new Map(PROBLEMS_FIRST.map((status, rank) => [status, rank]));
const rank = ({ status }: AccountCard) => RANK.get(status) ?? 0;
const sandboxLast = ({ kind }: AccountCard) => (kind === "sandbox" ? 1 : 0);
/** Compares times as text, since they are RFC 3339 in UTC. A missing time comes last. */
const latestFirst = (a: string | null, b: string | null) => (a === b ? 0 : (a ?? "") > (b ?? "") ? -1 : 1);

export const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Rows that show the age of their number come after those that show the number, and rows without one come last. */
const shows = (account: AccountCard, now: number) =>
  account.open === null || account.open_as_of === null ? 2 : isStale(account, account.open_as_of, now) ? 1 : 0;

const COMPARE: Record<Exclude<Sort, "name">, (a: AccountCard, b: AccountCard, now: number) => number> = {
  open: (a, b, now) => shows(a, now) - shows(b, now) || (b.open ?? -1) - (a.open ?? -1),
  status: (a, b) => rank(a) - rank(b),
  checked: (a, b) => latestFirst(a.checked_at, b.checked_at),
  connected: (a, b) => latestFirst(a.connected_at, b.connected_at),
};

/** The order of the list: the pinned accounts in the order of their pins, then all others by `sort`. */
export type Order = { sort: Sort; pinned: readonly string[] };
export const BY_NAME: Order = { sort: "name", pinned: [] };

/**
 * Returns the accounts in the order on screen. They are sorted by name first: comparing names is slow, and Rust sends them
 * nearly sorted. Sorting is stable, so equal accounts stay in the order of their names.
 */
export function ordered(accounts: readonly AccountCard[], { sort, pinned }: Order = BY_NAME): AccountCard[] {
  const named = accounts.toSorted(
    (a, b) => sandboxLast(a) - sandboxLast(b) || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  const compare = sort === "name" ? null : COMPARE[sort];
  const now = Date.now();
  if (compare) named.sort((a, b) => sandboxLast(a) - sandboxLast(b) || compare(a, b, now));
  if (pinned.length === 0) return named;
  const place = new Map(pinned.map((id, index) => [id, index]));
  const pin = ({ id }: AccountCard) => place.get(id) ?? pinned.length;
  return named.sort((a, b) => pin(a) - pin(b));
}
