import type { Tone } from "./tone";

/** An item that has `checked` is one of several to choose between. */
export type Item = {
  label: string;
  onselect: () => void;
  checked?: boolean;
  aside?: string;
  dot?: Tone;
};
