// The words for problems of the database, and of the folder that it lies in.
import type { StoreProblem } from "../../contract/StoreProblem";
import { type WordsOf, worded } from "./words";

export const STORE_HINT = "Check that the data folder is writable and the disk is not full, then try again.";

const words = {
  failed: () => ({ message: "The database could not be read or written.", hint: STORE_HINT }),
  disk_full: () => ({
    message: "The disk is full.",
    hint: "Make room on the disk of the data folder and try again; nothing that was stored is lost.",
    settlesStored: true,
  }),
  read_only: () => ({ message: "The database can’t be written.", hint: STORE_HINT }),
  damaged: ({ database }) => ({
    message: "The database is damaged.",
    hint: `Put ${database ?? "switchhook.db of the data folder"} aside, or restore it from a copy.`,
  }),
  foreign: ({ database }) => ({
    message: "Another program has added a trigger or a view to the database, so Switchhook does not use it.",
    hint: `Remove it from ${database ?? "switchhook.db of the data folder"} with a database tool, or restore the file from a copy.`,
  }),
  busy: () => ({ message: "The database is kept busy by another program.", hint: STORE_HINT }),
  newer: () => ({
    message: "The database was written by a newer Switchhook.",
    hint: "Install that version again; this one leaves the database as it is.",
  }),
  opened_elsewhere: () => ({
    message: "Another Switchhook is opening the database of this home, and does not finish.",
    hint: "End it and try again.",
  }),
  no_folder: () => ({ message: "This system names no folder for data.", hint: STORE_HINT }),
  folder_path: () => ({ message: "The data folder’s path can’t be used.", hint: STORE_HINT }),
  folder_unusable: ({ folder, why }) => ({
    message: `The data folder ${folder} can’t be used: ${why}.`,
    hint: STORE_HINT,
  }),
  folder_read_only: ({ folder, why }) => ({
    message:
      folder === null
        ? `The data folder can’t be written: ${why}.`
        : `The data folder ${folder} can’t be written: ${why}.`,
    hint: STORE_HINT,
  }),
  sandbox_seed: ({ why }) => ({ message: `The sandbox’s seed can’t be kept: ${why}.`, hint: STORE_HINT }),
  sandbox_address: ({ why }) => ({ message: `The sandbox’s address can’t be kept: ${why}.`, hint: STORE_HINT }),
} satisfies WordsOf<StoreProblem>;

export const store = (problem: StoreProblem) => worded(words, problem);
