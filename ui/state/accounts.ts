// The verbs of an account that is here. What they change comes back by the watch.
import { accountDetail, checkAccount, forgetAccount, setTags, uninstallImpact } from "../api";
import type { AccountCard } from "../contract/AccountCard";
import { connect } from "./attempts";
import { retagged, sameTags, type Wishes } from "./bulk";
import type { Bulk } from "./bulk.svelte";
import { desk } from "./desk.svelte";
import { missing } from "./figures";
import { accountById } from "./list";
import { reconnectRoad } from "./reconnect";

export {
  checkAccount,
  forgetAccount,
  openInIntercom,
  renameAccount,
  setDisabled,
  setTags,
  uninstallAccount,
} from "../api";

export async function reconnect(account: AccountCard) {
  const road = reconnectRoad(account, desk.overview?.registrations ?? []);
  if (road.kind === "registration") await connect(road.id, account.id);
  else desk.show(road.kind === "token" ? { kind: "token", replaces: account.id } : { kind: "connect" });
}

/** What else ends with it is known before the question is asked; one that was asked meanwhile is left alone. */
export async function askToUninstall({ id }: AccountCard) {
  const impact = await uninstallImpact(id);
  if (desk.dialog.kind === "none") desk.dialog = { kind: "uninstall", accountId: id, impact };
}

/** Checks once more; the permissions that are still missing, for the account itself or for its figures. */
export async function stillLacking({ id }: AccountCard): Promise<string[]> {
  await checkAccount(id);
  const { lacks, figures } = await accountDetail(id);
  return [...new Set([...lacks, ...missing(figures)])];
}

/** Each account's tags are read when its turn comes, so that a change from elsewhere is not undone. */
export const retagAll = (bulk: Bulk, wishes: Wishes) =>
  bulk.run(async ({ id, tags }) => {
    const now = (desk.overview && accountById(desk.overview, id)?.tags) ?? tags;
    const wanted = retagged(now, wishes);
    if (!sameTags(now, wanted)) await setTags(id, wanted);
  });

export const forgetAll = (bulk: Bulk) => desk.withoutOpening(bulk.open, () => bulk.run(({ id }) => forgetAccount(id)));

/** What is asked of several; of one alone it is asked as everywhere else. */
export function askFor(what: "tag" | "forget", accounts: AccountCard[]) {
  const [only] = accounts;
  if (only && accounts.length === 1) desk.dialog = { kind: what === "tag" ? "tags" : "forget", accountId: only.id };
  else if (only) desk.dialog = { kind: what === "tag" ? "tagMany" : "forgetMany", accounts };
}
