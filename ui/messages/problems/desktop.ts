// The words for problems of the desktop that the program runs on.
import type { DesktopProblem } from "../../contract/DesktopProblem";
import { STORE_HINT } from "./store";
import { type WordsOf, worded } from "./words";

const PASTE = "Paste the address from your browser instead.";

const words = {
  no_browser: () => ({
    message: "No browser could be asked to open the page.",
    hint: "Copy the link and open it in a browser yourself.",
  }),
  clipboard_unusable: () => ({
    message: "The clipboard can’t be used.",
    hint: "Select the text and copy it by hand.",
  }),
  clipboard_empty: () => ({
    message: "The clipboard can’t be used, or holds no text.",
    hint: "Copy the whole address from your browser, then paste it into the field.",
  }),
  entry_not_written: ({ file, why }) => ({
    message: `The entry ${file} can’t be written: ${why}.`,
    hint: STORE_HINT,
  }),
  entry_not_removed: ({ file, why }) => ({
    message: `The entry ${file} can’t be removed: ${why}.`,
    hint: STORE_HINT,
  }),
  program_not_namable: () => ({
    message: "This program lies where no desktop entry can name it.",
    hint: "Move it to a folder without “=” or line breaks in its path.",
  }),
  tool_missing: ({ tool }) => ({
    message: `The system’s tool ${tool} is missing or does not answer.`,
    hint: "Install xdg-utils, or paste the address from your browser instead.",
  }),
  links_elsewhere: ({ name }) => ({
    message:
      name === null
        ? "The desktop still does not open these links with this program."
        : `The desktop still opens these links with “${name}”.`,
    hint: "Choose Switchhook in the desktop’s own settings, or paste the address from your browser instead.",
  }),
  links_not_written: ({ file, why }) => ({
    message: `The entry ${file} can’t be written: ${why}.`,
    hint: PASTE,
  }),
  links_refused: () => ({
    message: "The system does not let Switchhook open its links.",
    hint: PASTE,
  }),
  not_here: () => ({
    message: "There is nothing of that name.",
    hint: "See `switchhook list` for what there is.",
  }),
} satisfies WordsOf<DesktopProblem>;

export const desktop = (problem: DesktopProblem) => worded(words, problem);
