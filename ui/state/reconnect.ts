// Which road leads back to an account that is here already.
import type { AccountCard } from "../contract/AccountCard";
import type { Registration } from "../contract/Registration";
import { sameName } from "../parts/names";

export type Road = { kind: "registration"; id: string } | { kind: "token" } | { kind: "sheet" };

/** The registration that an account came by, where it is still here. */
export const registrationOf = (account: AccountCard, registrations: Registration[]) =>
  registrations.find(
    ({ kind, name }) => kind === account.kind && account.registration !== null && sameName(name, account.registration),
  );

/** An account whose registration is gone can only be reached by choosing a road anew. */
export function reconnectRoad(account: AccountCard, registrations: Registration[]): Road {
  if (account.kind === "token") return { kind: "token" };
  const found = registrationOf(account, registrations);
  return found ? { kind: "registration", id: found.id } : { kind: "sheet" };
}
