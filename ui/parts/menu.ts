import type { Mark } from "./tone";

/** An entry of a menu. Those with `checked` are a choice of one among several. */
export type Item = {
  label: string;
  onselect: () => void;
  checked?: boolean;
  aside?: string;
  /** The shortcut that does what the entry does, as it is shown. */
  keys?: string;
  dot?: Mark;
};
