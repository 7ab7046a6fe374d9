// The actions on accounts. Their changes come back through `watch`.
import { accountDetail, checkAccount, forgetAccount, setTags, uninstallImpact } from "../api";
import type { AccountCard } from "../contract/AccountCard";
import { connect } from "./attempts";
import { retagged, sameTags, type Wishes } from "./bulk";
import type { Bulk } from "./bulk.svelte";
import { desk } from "./desk.svelte";
import { lacked } from "./figures";
import { accountById } from "./list";
import { reconnectWay } from "./reconnect";

export {
  accountDetail,
  checkAccount,
  forgetAccount,
  openInIntercom,
  renameAccount,
  setDisabled,
  setTags,
  uninstallAccount,
} from "../api";

export async function reconnect(account: AccountCard) {
  const way = reconnectWay(account, desk.overview?.registrations ?? []);
  if (way.kind === "registration") await connect(way.id, account.id);
  else desk.show(way.kind === "token" ? { kind: "token", replaces: account.id } : { kind: "connect" });
}

/** Shows how to add the permissions that the account lacks. */
export function explainPermissions({ id }: AccountCard, permissions: string[]) {
  desk.dialog = { kind: "permissions", accountId: id, permissions };
}

/** Finds the other affected accounts, then asks. A dialog that opened meanwhile stays. */
export async function askToUninstall({ id }: AccountCard) {
  const impact = await uninstallImpact(id);
  if (desk.dialog.kind === "none") desk.dialog = { kind: "uninstall", accountId: id, impact };
}

/** Refreshes the account. Returns the permissions that it or its figures still lack. */
export async function stillLacking({ id }: AccountCard): Promise<string[]> {
  await checkAccount(id);
  return lacked(await accountDetail(id));
}

/** Changes the tags of each account. It reads the tags just before, so that it undoes no change from elsewhere. */
export const retagAll = (bulk: Bulk, wishes: Wishes) =>
  bulk.run(async ({ id, tags }) => {
    const now = (desk.overview && accountById(desk.overview, id)?.tags) ?? tags;
    const wanted = retagged(now, wishes);
    if (!sameTags(now, wanted)) await setTags(id, wanted);
  });

export const forgetAll = (bulk: Bulk) => desk.withoutOpening(bulk.open, () => bulk.run(({ id }) => forgetAccount(id)));

/** Opens the dialog for one account or for several. */
export function askFor(what: "tag" | "forget", accounts: AccountCard[]) {
  const [only] = accounts;
  if (only && accounts.length === 1) desk.dialog = { kind: what === "tag" ? "tags" : "forget", accountId: only.id };
  else if (only) desk.dialog = { kind: what === "tag" ? "tagMany" : "forgetMany", accounts };
}
