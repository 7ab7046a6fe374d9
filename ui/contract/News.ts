// Written by the engine's tests from its contract: do not edit.
import type { AccountId } from "./AccountId";
import type { AccountCard } from "./AccountCard";
import type { Registration } from "./Registration";
import type { Attempt } from "./Attempt";
import type { Vault } from "./Vault";

export type News = { 
/**
 * The number of this overview, which the window sends with its next request.
 */
revision: number, 
/**
 * Whether `accounts` lists every account, and replaces the window's list.
 */
is_whole: boolean, 
/**
 * The ids of accounts that were removed.
 */
gone: Array<AccountId>, 
/**
 * Every account, sorted by name.
 */
accounts: Array<AccountCard>, 
/**
 * The attempts that are under way, keep a token, or ended within a day and were not dismissed.
 */
attempts: Array<Attempt>, 
/**
 * Every registration, sorted by name.
 */
registrations: Array<Registration>, 
/**
 * The vault.
 */
vault: Vault, 
/**
 * This program's version.
 */
version: string, };
