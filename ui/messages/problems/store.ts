// The words for problems of the database and its folder.
import type { DiskLack } from "../../contract/DiskLack";
import type { FileFault } from "../../contract/FileFault";
import type { StoreProblem } from "../../contract/StoreProblem";
import { type WordsOf, worded } from "./words";

export const STORE_HINT = "Check that the data folder is writable and the disk is not full, then try again.";

const faults = {
  link: "it is a symbolic link",
  other_kind: "it is a file of the wrong kind",
  of_another_user: "it belongs to another user",
  second_name: "it has a second name (a hard link)",
} satisfies Record<FileFault, string>;

const STRANGE_FILE = "Find out where the file comes from, move it away, and try again.";

const fileHints = {
  link: STRANGE_FILE,
  other_kind: STRANGE_FILE,
  of_another_user:
    "Ask the person who manages this computer where the file comes from. If it is yours, they can make you its owner. If not, move it away and try again.",
  second_name: "Copy the file, put the copy in its place, and try again.",
} satisfies Record<FileFault, string>;

const unfit = {
  locks: (folder) => `The disk of the data folder ${folder} can’t lock files. Some network disks can’t.`,
  shared_memory: (folder) =>
    `On the disk of the data folder ${folder}, programs can’t share the memory of a file. Some network disks can’t.`,
} satisfies Record<DiskLack, (folder: string) => string>;

const databaseOf = (database: string | null) => database ?? "the file switchhook.db of the data folder";

const words = {
  failed: () => ({ message: "Switchhook couldn’t read or write its database.", hint: STORE_HINT }),
  disk_full: () => ({
    message: "The disk is full.",
    hint: "Make room on the disk of the data folder, then try again.",
  }),
  read_only: () => ({ message: "Switchhook can’t write to its database.", hint: STORE_HINT }),
  damaged: ({ database }) => ({
    message: "The database is damaged.",
    hint: `Restore ${databaseOf(database)} from a copy. If you have none, move the file away and connect your accounts again.`,
  }),
  foreign: ({ database }) => ({
    message:
      "Another program has added something to the database (a trigger or a view), so Switchhook does not use it.",
    hint: `Restore ${databaseOf(database)} from a copy, or remove the trigger or view with a database tool.`,
  }),
  busy: () => ({
    message: "Another program keeps the database busy.",
    hint: "Quit the other program, or wait until it is done. Then try again.",
  }),
  newer: () => ({
    message: "A newer Switchhook wrote the database.",
    hint: "Install the newer version again. This one leaves the database as it is.",
  }),
  opened_elsewhere: () => ({
    message: "Another Switchhook is opening this database, and does not finish.",
    hint: "Quit the other Switchhook and try again.",
  }),
  no_folder: () => ({
    message: "The system does not say in which folder programs keep their data.",
    hint: "Restart the computer and try again. If that does not help, ask the person who manages it.",
  }),
  folder_path: () => ({
    message: "Switchhook can’t find out where its data folder is.",
    hint: "Start Switchhook again from the menu of your desktop.",
  }),
  folder_unusable: ({ folder, why }) => ({
    message: `Switchhook can’t use the data folder ${folder} (${why}).`,
    hint: STORE_HINT,
  }),
  folder_read_only: ({ folder, why }) => ({
    message:
      folder === null
        ? `Switchhook can’t write to the data folder (${why}).`
        : `Switchhook can’t write to the data folder ${folder} (${why}).`,
    hint: STORE_HINT,
  }),
  folder_open_to_others: ({ folder }) => ({
    message: `Other users of this computer can write in the folder ${folder}.`,
    hint: "Ask the person who manages this computer to take that right away (`chmod go-w`), or to set SWITCHHOOK_HOME to another folder. Then check the folder for strange files.",
  }),
  folder_of_another_user: ({ folder }) => ({
    message: `The folder ${folder} belongs to another user.`,
    hint: "Start Switchhook as that user, or ask the person who manages this computer to set SWITCHHOOK_HOME to a folder of yours.",
  }),
  file_refused: ({ file, fault }) => ({
    message: `Switchhook does not use ${file}, because ${faults[fault]}.`,
    hint: fileHints[fault],
  }),
  disk_unfit: ({ folder, lacks }) => ({
    message: unfit[lacks](folder),
    hint: "Ask the person who manages this computer to set SWITCHHOOK_HOME to a folder on one of its own disks.",
  }),
  sandbox_seed: ({ why }) => ({
    message: `Switchhook can’t save the number from which it makes the sandbox’s data (${why}).`,
    hint: STORE_HINT,
  }),
  sandbox_address: ({ why }) => ({
    message: `Switchhook can’t save the address at which the sandbox runs (${why}).`,
    hint: STORE_HINT,
  }),
} satisfies WordsOf<StoreProblem>;

export const store = (problem: StoreProblem) => worded(words, problem);
