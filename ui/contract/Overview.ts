import type { AccountCard } from "./AccountCard";
import type { Attempt } from "./Attempt";
import type { Registration } from "./Registration";
import type { Vault } from "./Vault";

export type Overview = { accounts: Array<AccountCard>, attempts: Array<Attempt>, registrations: Array<Registration>, vault: Vault, version: string, };
