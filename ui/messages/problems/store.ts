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

const unfit = {
  locks: (folder) => `The disk of the data folder ${folder} can’t lock files. Some network disks can’t.`,
  shared_memory: (folder) =>
    `On the disk of the data folder ${folder}, programs can’t share the memory of a file. Some network disks can’t.`,
} satisfies Record<DiskLack, (folder: string) => string>;

const databaseOf = (database: string | null) => database ?? "switchhook.db of the data folder";

const words = {
  failed: () => ({ message: "Switchhook couldn’t read or write its database.", hint: STORE_HINT }),
  disk_full: () => ({
    message: "The disk is full.",
    hint: "Make room on the disk of the data folder, then try again.",
  }),
  read_only: () => ({ message: "Switchhook can’t write to its database.", hint: STORE_HINT }),
  damaged: ({ database }) => ({
    message: "The database is damaged.",
    hint: `Move ${databaseOf(database)} away, or restore it from a copy.`,
  }),
  foreign: ({ database }) => ({
    message: "Another program has added a trigger or a view to the database, so Switchhook does not use it.",
    hint: `Remove it from ${databaseOf(database)} with a database tool, or restore the file from a copy.`,
  }),
  busy: () => ({ message: "Another program keeps the database busy.", hint: STORE_HINT }),
  newer: () => ({
    message: "A newer Switchhook wrote the database.",
    hint: "Install that version again. This one leaves the database as it is.",
  }),
  opened_elsewhere: () => ({
    message: "Another Switchhook is opening this database, and does not finish.",
    hint: "Quit it and try again.",
  }),
  no_folder: () => ({ message: "This system names no folder for data.", hint: STORE_HINT }),
  folder_path: () => ({ message: "Switchhook can’t use the data folder’s path.", hint: STORE_HINT }),
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
    hint: "Name another folder by SWITCHHOOK_HOME. If the disk keeps rights, you can also run `chmod go-w`. Then look at what is in the folder.",
  }),
  folder_of_another_user: ({ folder }) => ({
    message: `The folder ${folder} belongs to another user.`,
    hint: "Start Switchhook as that user, or name a folder of your own by SWITCHHOOK_HOME.",
  }),
  file_refused: ({ file, fault }) => ({
    message: `Switchhook does not use ${file}, because ${faults[fault]}.`,
    hint:
      fault === "second_name"
        ? "Copy it, put the copy in its place, and try again."
        : "Find out where it comes from, move it away, and try again.",
  }),
  disk_unfit: ({ folder, lacks }) => ({
    message: unfit[lacks](folder),
    hint: "Name a folder on a disk of this computer by SWITCHHOOK_HOME, and try again.",
  }),
  sandbox_seed: ({ why }) => ({ message: `Switchhook can’t save the sandbox’s seed (${why}).`, hint: STORE_HINT }),
  sandbox_address: ({ why }) => ({
    message: `Switchhook can’t save the sandbox’s address (${why}).`,
    hint: STORE_HINT,
  }),
} satisfies WordsOf<StoreProblem>;

export const store = (problem: StoreProblem) => worded(words, problem);
