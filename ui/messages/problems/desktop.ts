// The words for problems of the desktop on which Switchhook runs.
import type { DesktopProblem } from "../../contract/DesktopProblem";
import { type WordsOf, worded } from "./words";

const ENTRY_HINT = "Check that the folder of this file is writable and the disk is not full, then try again.";
const PASTE = "Paste the address from your browser instead.";

const words = {
  no_browser: () => ({
    message: "Switchhook couldn’t open a browser.",
    hint: "Copy the link and open it in a browser yourself.",
  }),
  no_file_manager: ({ folder }) => ({
    message: `Switchhook couldn’t open the folder ${folder}.`,
    hint: "Open it in your file manager yourself.",
  }),
  clipboard_unusable: () => ({
    message: "Switchhook can’t use the clipboard.",
    hint: "Select the text and copy it yourself.",
  }),
  clipboard_empty: () => ({
    message: "The clipboard holds no text, or Switchhook can’t use it.",
    hint: "Copy the whole address from your browser, then paste it into the field.",
  }),
  file_not_written: ({ file, why }) => ({
    message: `Switchhook can’t write the file ${file} (${why}).`,
    hint: "Make sure that the folder exists and that you may write to it. Then try again.",
  }),
  entry_not_written: ({ file, why }) => ({
    message: `Switchhook can’t write the file ${file} (${why}).`,
    hint: ENTRY_HINT,
  }),
  entry_not_removed: ({ file, why }) => ({
    message: `Switchhook can’t remove the file ${file} (${why}).`,
    hint: ENTRY_HINT,
  }),
  program_not_namable: () => ({
    message: "The desktop can’t start Switchhook from its folder, because of the folder’s name.",
    hint: "Move Switchhook to a folder without “=” or line breaks in its path.",
  }),
  tool_missing: ({ tool }) => ({
    message: `The system’s tool ${tool} is missing or does not answer.`,
    hint: "Install the package xdg-utils, or paste the address from your browser instead.",
  }),
  links_elsewhere: ({ name }) => ({
    message:
      name === null
        ? "The desktop still does not open Switchhook’s links with Switchhook."
        : `The desktop still opens Switchhook’s links with “${name}”.`,
    hint: "Choose Switchhook in the desktop’s own settings, or paste the address from your browser instead.",
  }),
  links_not_written: ({ file, why }) => ({
    message: `Switchhook can’t open its links yet, because it can’t write the file ${file} (${why}).`,
    hint: PASTE,
  }),
  links_refused: () => ({
    message: "The system does not let Switchhook open its links.",
    hint: PASTE,
  }),
  not_here: () => ({
    message: "Switchhook does not have that page or setting on this system.",
    hint: "Choose another one.",
  }),
} satisfies WordsOf<DesktopProblem>;

export const desktop = (problem: DesktopProblem) => worded(words, problem);
