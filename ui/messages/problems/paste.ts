// The words for mistakes of copying.
import type { Pasted } from "../../contract/Pasted";
import type { PasteMistake } from "../../contract/PasteMistake";
import type { Words } from "./words";

export const paste = (pasted: Pasted, mistake: PasteMistake): Words => words[mistake](pasted);

const words = {
  empty: (pasted) => ({
    message: `The ${label[pasted]} is empty.`,
    hint: `Copy the ${label[pasted]}: it stands ${place[pasted]}.`,
  }),
  too_long: (pasted) => ({
    message: `What was given as the ${label[pasted]} is too long to be one.`,
    hint: `Copy the ${label[pasted]} alone: it stands ${place[pasted]}.`,
  }),
  assignment: (pasted) => ({
    message: `What was given as the ${label[pasted]} is a whole line: a name, an equals sign and a value.`,
    hint: "Take only what stands after the equals sign, without quotation marks.",
  }),
  access_token: (pasted) => ({
    message: `What was given as the ${label[pasted]} is an access token.`,
    hint: `A token connects one workspace by itself, without an app; the ${label[pasted]} stands ${place[pasted]}.`,
  }),
  quoted: (pasted) => ({
    message: `The ${label[pasted]} has quotation marks around it.`,
    hint: "They belong to the file that it was copied from: leave them out.",
  }),
  blank: (pasted) => ({
    message: `The ${label[pasted]} has a blank or a line end in it or around it.`,
    hint: "Copy it once more, with nothing before it and nothing after it.",
  }),
  charset: (pasted) => ({
    message: `The ${label[pasted]} holds a character that can’t be part of it.`,
    hint: `Copy it once more: it stands ${place[pasted]}.`,
  }),
  same: () => ({
    message: "The client id and the client secret are the same.",
    hint: "One of the two was pasted twice: they stand below each other under Configure › Basic information.",
  }),
  exchanged: (pasted) => ({
    message: `What was given as the ${label[pasted]} is the ${other[pasted]} of an app that is here.`,
    hint: "The two were exchanged: see which is which under Configure › Basic information of your app.",
  }),
} satisfies Record<PasteMistake, (pasted: Pasted) => Words>;

/** The words of the Developer Hub, inside a sentence. */
const label = {
  client_id: "client id",
  client_secret: "client secret",
  workspace: "workspace’s id",
  access_token: "access token",
} satisfies Record<Pasted, string>;

/** What stands beside it. */
const other = {
  client_id: "client secret",
  client_secret: "client id",
  workspace: "client id",
  access_token: "client id",
} satisfies Record<Pasted, string>;

/** Where it stands. */
const place = {
  client_id: "under Configure › Basic information of your app",
  client_secret: "under Configure › Basic information of your app",
  workspace: "in the address of its pages, after /apps/",
  access_token: "under Test & Publish › Your Workspaces of your app",
} satisfies Record<Pasted, string>;
