// Shared by the cells and the lines of figures.
import type { AccountCard } from "../../contract/AccountCard";
import type { Figure } from "../../contract/Figure";
import type { FigureName } from "../../contract/FigureName";
import type { Shown } from "../../state/figures";

export type OfFigures = {
  account: AccountCard;
  /** Whether Switchhook is reading figures now. */
  busy: boolean;
  lacks: string[];
  figure: (name: FigureName) => Figure | undefined;
  shown: (name: FigureName) => Shown;
};
