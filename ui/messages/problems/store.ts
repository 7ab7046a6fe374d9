// The words for problems of the database, and of the folder that it lies in.
import type { DiskLack } from "../../contract/DiskLack";
import type { FileFault } from "../../contract/FileFault";
import type { StoreProblem } from "../../contract/StoreProblem";
import { type WordsOf, worded } from "./words";

export const STORE_HINT = "Check that the data folder is writable and the disk is not full, then try again.";

const faults = {
  link: "it is a symbolic link",
  other_kind: "it is of another kind than it must be",
  of_another_user: "it belongs to another user",
  second_name: "it has a second name (a hard link)",
} satisfies Record<FileFault, string>;

const unfit = {
  locks: (folder) => `The disk of the data folder ${folder} can’t lock files, as some network disks can’t.`,
  shared_memory: (folder) =>
    `On the disk of the data folder ${folder}, programs can’t share the memory of a file, as on some network disks.`,
} satisfies Record<DiskLack, (folder: string) => string>;

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
  folder_open_to_others: ({ folder }) => ({
    message: `Other users of this computer can write in the folder ${folder}.`,
    hint: "Name another folder by SWITCHHOOK_HOME. Where the disk keeps rights, you can also take theirs (`chmod go-w`); then look at what lies in the data folder.",
  }),
  folder_of_another_user: ({ folder }) => ({
    message: `The folder ${folder} belongs to another user.`,
    hint: "Start Switchhook as that user, or name a folder of your own by SWITCHHOOK_HOME.",
  }),
  file_refused: ({ file, fault }) => ({
    message: `Switchhook does not use ${file}: ${faults[fault]}.`,
    hint:
      fault === "second_name"
        ? "Copy it, put the copy in its place, and try again."
        : "Find out where it comes from, move it away, and try again.",
  }),
  disk_unfit: ({ folder, lacks }) => ({
    message: unfit[lacks](folder),
    hint: "Name a folder on a disk of this computer by SWITCHHOOK_HOME, and try again.",
  }),
  sandbox_seed: ({ why }) => ({ message: `The sandbox’s seed can’t be kept: ${why}.`, hint: STORE_HINT }),
  sandbox_address: ({ why }) => ({ message: `The sandbox’s address can’t be kept: ${why}.`, hint: STORE_HINT }),
} satisfies WordsOf<StoreProblem>;

export const store = (problem: StoreProblem) => worded(words, problem);
