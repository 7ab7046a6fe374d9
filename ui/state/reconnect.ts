// How to reconnect an account.
import type { AccountCard } from "../contract/AccountCard";
import type { Registration } from "../contract/Registration";
import { sameName } from "../parts/names";

export type ReconnectWay = { kind: "registration"; id: string } | { kind: "token" } | { kind: "sheet" };

/** The app with which the account was connected, if it is still here. */
export const registrationOf = (account: AccountCard, registrations: Registration[]) =>
  registrations.find(
    ({ kind, name }) => kind === account.kind && account.registration !== null && sameName(name, account.registration),
  );

/** Returns the way to reconnect. If the app of the account is gone, the person chooses a way on the sheet. */
export function reconnectWay(account: AccountCard, registrations: Registration[]): ReconnectWay {
  if (account.kind === "token") return { kind: "token" };
  const found = registrationOf(account, registrations);
  return found ? { kind: "registration", id: found.id } : { kind: "sheet" };
}
