// The words for answers that can't be read.
import type { FigureError } from "../../contract/FigureError";
import type { JsonTextError } from "../../contract/JsonTextError";
import type { PageError } from "../../contract/PageError";
import type { TokenError } from "../../contract/TokenError";
import type { Unreadable } from "../../contract/Unreadable";
import type { Words } from "./words";

export const UNREADABLE_HINT =
  "Check the addresses that were given: something other than Intercom may have answered, such as a network that asks you to sign in.";

export const unreadable = (host: string, why: Unreadable, code: string | null): Words => ({
  message: `The answer of ${host} can’t be read: ${reason(why)}.`,
  hint: hint(why, code) ?? UNREADABLE_HINT,
});

function reason(why: Unreadable): string {
  switch (why.of) {
    case "no_http":
      return "it is not HTTP";
    case "long_head":
      return "its headers are too long";
    case "coding":
      return `it is packed ${why.is === null ? "in an unknown way" : `as ${why.is}`}, and only gzip was asked for`;
    case "packed":
      return "it is packed, and can’t be unpacked";
    case "empty":
      return "it is empty";
    case "web_page":
      return "it is a web page";
    case "no_json":
      return "it is not JSON";
    case "no_object":
      return "it is no JSON object";
    case "figure":
      return figureFault[why.is];
    case "token":
      return tokenFault[why.is];
    case "no_token_answer":
      return "it is no token answer";
    case "status":
      return `its status is ${why.is}`;
    case "error":
      return "it is an error";
    case "no_confirmation":
      return "its status is a success, and its body does not say so";
    case "no_request":
      return "it can’t be asked";
    case "text":
      return textFault[why.is];
    case "page":
      return pageFault[why.is];
  }
}

/** Where something else than the addresses is worth a look. */
function hint(why: Unreadable, code: string | null): string | null {
  switch (why.of) {
    case "empty":
      return "Try again. If it stays empty, check the addresses that were given.";
    case "web_page":
      return "A network that asks you to sign in answers so: open a page in your browser. Else check the addresses that were given.";
    case "no_json":
      return "Check the addresses that were given: something other than Intercom may have answered.";
    case "coding":
      return "The server, or a proxy before it, packs what nobody asked it to pack.";
    case "error":
      return code === null ? null : "The provider itself says so, and it may pass: try again.";
    case "text":
      return why.is === "no_json"
        ? "Only JSON is shown: files and recordings can’t be read this way."
        : "The server has answered, with nothing to show.";
    case "page":
      return why.is === "elsewhere"
        ? "The pages before it are whole. Ask for the next one by a path of your own: the token is sent to no other address."
        : "The pages before it are whole. Ask again later, or by a path of your own.";
    default:
      return null;
  }
}

const figureFault = {
  no_object: "it is no JSON object",
  no_count: "it tells no count",
  no_list: "it lists nothing that can be counted",
  one_page: "it is one page of several",
} satisfies Record<FigureError, string>;

const tokenFault = {
  absent: "the answer holds no token",
  ambiguous: "the answer holds two different tokens",
  type: "the token is not a bearer token",
  charset: "the token is empty, too long, or holds characters that no token has",
} satisfies Record<TokenError, string>;

const textFault = {
  empty: "it is empty",
  no_json: "it is no JSON",
} satisfies Record<JsonTextError, string>;

const pageFault = {
  elsewhere: "the address of its next page is outside the API that this account asks",
  unclear: "what it says of its next page can’t be understood",
  repeated: "its next page is one that was given already",
  empty: "page after page of it is empty, and each names another one",
} satisfies Record<PageError, string>;
