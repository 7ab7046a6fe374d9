// The permissions of an account's app, as far as the answers so far show.
import type { AccountDetail } from "../contract/AccountDetail";
import type { AppPermission } from "../contract/AppPermission";
import { lacked } from "./figures";
import type { Granted } from "./granted";

export type Permission = AppPermission & { state: Granted };

/** The permissions that Switchhook uses, each with its state, then others that the account lacks. */
export function permissionsOf(known: AppPermission[], detail: AccountDetail | null): Permission[] {
  const lacks = lacked(detail);
  const others = lacks.filter((label) => known.every((each) => each.label !== label));
  return [
    ...known.map((each) => ({ ...each, state: stateOf(each, detail, lacks) })),
    ...others.map((label) => ({ label, figures: [], state: "missing" as const })),
  ];
}

/** Every figure that came proves its permission. The teammate's id proves the permission that opens no figure. */
function stateOf({ label, figures }: AppPermission, detail: AccountDetail | null, lacks: string[]): Granted {
  if (lacks.includes(label)) return "missing";
  const came = figures.map((name) => detail?.figures.find((figure) => figure.name === name)?.count ?? null);
  const isProven = figures.length === 0 ? detail?.admin.id != null : came.every((count) => count !== null);
  return isProven ? "granted" : "unknown";
}
