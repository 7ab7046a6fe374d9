// Written by the engine's tests from its contract: do not edit.
import type { AccountCard } from "./AccountCard";
import type { Registration } from "./Registration";
import type { Attempt } from "./Attempt";
import type { Vault } from "./Vault";

export type Overview = { 
/**
 * Every account, by name.
 */
accounts: Array<AccountCard>, 
/**
 * Attempts that are under way or not yet put away.
 */
attempts: Array<Attempt>, 
/**
 * Every registration, by name.
 */
registrations: Array<Registration>, 
/**
 * Where the master key lives.
 */
vault: Vault, 
/**
 * This program's version.
 */
version: string, };
