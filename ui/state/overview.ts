// The overview, brought up to date by the news from Rust.
import type { AccountCard } from "../contract/AccountCard";
import type { News } from "../contract/News";
import type { Overview } from "../contract/Overview";

/** The overview after Rust's last reading, and the revision of that reading. */
export type Known = { revision: number; overview: Overview };

/** Returns the overview with the news. Unchanged accounts stay the same objects, so they are not drawn again. */
export function updated(known: Known | null, { revision, is_whole, gone, ...overview }: News): Known {
  if (is_whole || known === null) return { revision, overview };
  const changed = new Map(overview.accounts.map((account) => [account.id, account]));
  const left = new Set(gone);
  const accounts: AccountCard[] = [];
  for (const account of known.overview.accounts) {
    if (left.has(account.id)) continue;
    accounts.push(changed.get(account.id) ?? account);
    changed.delete(account.id);
  }
  return { revision, overview: { ...overview, accounts: [...accounts, ...changed.values()] } };
}
