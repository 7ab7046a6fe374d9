// The permissions of an account's app, as far as the answers so far show.
import type { AccountDetail } from "../contract/AccountDetail";
import type { AppPermission } from "../contract/AppPermission";
import type { FigureName } from "../contract/FigureName";
import type { Status } from "../contract/Status";
import { lacked } from "./figures";
import type { Granted } from "./granted";

export type Permission = AppPermission & { state: Granted };

/** The permissions that Switchhook uses, each with its state, then others that the account lacks. */
export function permissionsOf(known: AppPermission[], status: Status, detail: AccountDetail | null): Permission[] {
  const lacks = lacked(detail);
  const others = lacks.filter((label) => known.every((each) => each.label !== label));
  return [
    ...known.map((each) => ({ ...each, state: stateOf(each, status, detail, lacks) })),
    ...others.map((label) => ({ label, figures: [], state: "missing" as const })),
  ];
}

/**
 * A figure whose last answer came proves its permission. The teammate's id proves the permission that opens no figure. Nothing
 * is proven of an account that does not answer now.
 */
function stateOf(
  { label, figures }: AppPermission,
  status: Status,
  detail: AccountDetail | null,
  lacks: string[],
): Granted {
  if (lacks.includes(label)) return "missing";
  if (!ANSWERS.has(status)) return "unknown";
  const came = (name: FigureName) => {
    const figure = detail?.figures.find((each) => each.name === name);
    return figure !== undefined && figure.count !== null && figure.trouble === null;
  };
  const isProven = figures.length === 0 ? detail?.admin.id != null : figures.every(came);
  return isProven ? "granted" : "unknown";
}

const ANSWERS = new Set<Status>(["connected", "limited"]);
