// The verbs of an account that is here. What they change comes back by the watch.
import type { AccountCard } from "../contract/AccountCard";
import { connect } from "./attempts";
import { desk } from "./desk.svelte";
import { reconnectRoad } from "./reconnect";

export { checkAccount, forgetAccount, renameAccount, setTags, uninstallAccount } from "../api";

export async function reconnect(account: AccountCard) {
  const road = reconnectRoad(account, desk.overview?.registrations ?? []);
  if (road.kind === "registration") await connect(road.id, account.id);
  else desk.show(road.kind === "token" ? { kind: "token", replaces: account.id } : { kind: "connect" });
}
