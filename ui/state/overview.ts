// What the window knows, brought up to date by what it was told.
import type { AccountCard } from "../contract/AccountCard";
import type { News } from "../contract/News";
import type { Overview } from "../contract/Overview";

/** What Rust's last reading came to, and which one that was. */
export type Known = { revision: number; overview: Overview };

/** Accounts that are as they were stay the same objects, where they stood: what draws them has nothing to do. */
export function learned(known: Known | null, { revision, is_whole, gone, ...overview }: News): Known {
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
