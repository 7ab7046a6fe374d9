// The refresh of one account: all that its page shows.
import type { AccountCard } from "../contract/AccountCard";
import { checkAccount } from "./accounts";
import { checkedOf, NO_GAPS } from "./checked";
import { desk } from "./desk.svelte";

/** Refreshes the account and shows a note with the result. A failure is shown above every screen. */
export const refreshOne = ({ id }: AccountCard) =>
  desk.try(async () => {
    await checkAccount(id);
    await desk.refresh();
    desk.note = { kind: "checked", ...checkedOf([id], 1, NO_GAPS, desk.overview?.accounts ?? []) };
  });
