// The words for mistakes of copying.
import type { Pasted } from "../../contract/Pasted";
import type { PasteMistake } from "../../contract/PasteMistake";
import type { Words } from "./words";

export const paste = (pasted: Pasted, mistake: PasteMistake): Words => words[mistake](pasted);

const words = {
  empty: (pasted) => ({
    message: `The ${label[pasted]} is empty.`,
    hint: `Copy the ${label[pasted]} from ${place[pasted]}.`,
  }),
  too_long: (pasted) => ({
    message: `This text is too long for the ${label[pasted]}.`,
    hint: `Copy only the ${label[pasted]} from ${place[pasted]}.`,
  }),
  assignment: (pasted) => ({
    message: `You pasted a whole line instead of the ${label[pasted]}.`,
    hint: "Paste only the value after the equals sign, without quotation marks.",
  }),
  access_token: (pasted) => ({
    message: `You pasted an access token instead of the ${label[pasted]}.`,
    hint: `Copy the ${label[pasted]} from ${place[pasted]}. With a token you need no app.`,
  }),
  quoted: (pasted) => ({
    message: `The ${label[pasted]} has quotation marks around it.`,
    hint: "Leave out the quotation marks.",
  }),
  blank: (pasted) => ({
    message: `The ${label[pasted]} has a space or a line break in it or around it.`,
    hint: "Copy it again, with nothing before it and nothing after it.",
  }),
  address: (pasted) => ({
    message: `You pasted an address instead of the ${label[pasted]}.`,
    hint: `Copy the ${label[pasted]} from ${place[pasted]}.`,
  }),
  id: (pasted) => ({
    message: `You pasted an id or a client secret instead of the ${label[pasted]}.`,
    hint: `Copy the ${label[pasted]} from ${place[pasted]}.`,
  }),
  no_token: (pasted) => ({
    message: `You pasted a text that is no access token as the ${label[pasted]}.`,
    hint: `Copy the ${label[pasted]} from ${place[pasted]}. Most begin with dG9r.`,
  }),
  charset: (pasted) => ({
    message: `The ${label[pasted]} contains a character that can’t be part of it.`,
    hint: `Copy it again from ${place[pasted]}.`,
  }),
  same: () => ({
    message: "The client id and the client secret are the same.",
    hint: "Copy both again from Configure › Basic information. You pasted one of them twice.",
  }),
  exchanged: (pasted) => ({
    message: `You pasted the ${other[pasted]} of one of your apps as the ${label[pasted]}.`,
    hint: `Copy the ${label[pasted]} from ${place[pasted]}.`,
  }),
} satisfies Record<PasteMistake, (pasted: Pasted) => Words>;

/** The names that the Developer Hub uses, inside a sentence. */
const label = {
  client_id: "client id",
  client_secret: "client secret",
  workspace: "workspace’s id",
  access_token: "access token",
} satisfies Record<Pasted, string>;

/** The value that is most easily copied instead. */
const other = {
  client_id: "client secret",
  client_secret: "client id",
  workspace: "client id",
  access_token: "client id",
} satisfies Record<Pasted, string>;

/** The place in Intercom to copy from. */
const place = {
  client_id: "Configure › Basic information of your app",
  client_secret: "Configure › Basic information of your app",
  workspace: "the address of its pages, after /apps/",
  access_token: "Test & Publish › Your Workspaces of your app",
} satisfies Record<Pasted, string>;
