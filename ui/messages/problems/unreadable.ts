// The words for answers that Switchhook can't read.
import type { FigureError } from "../../contract/FigureError";
import type { JsonTextError } from "../../contract/JsonTextError";
import type { PageError } from "../../contract/PageError";
import type { TokenError } from "../../contract/TokenError";
import type { Unreadable } from "../../contract/Unreadable";
import { byStatus } from "./surface";
import type { Words } from "./words";

export const UNREADABLE_HINT =
  "Check your network, and the app’s addresses if you set any. Something other than Intercom may have answered, such as a sign-in page.";

export const unreadable = (host: string, why: Unreadable, code: string | null): Words => ({
  message: `Switchhook can’t read the answer of ${host}, because ${reason(why)}.`,
  hint: hint(why, code) ?? UNREADABLE_HINT,
});

function reason(why: Unreadable): string {
  switch (why.of) {
    case "no_http":
      return "it is not the answer of a web server (HTTP)";
    case "long_head":
      return "its first part (the headers) is too long";
    case "coding":
      return `it is compressed ${why.is === null ? "in an unknown way" : `as ${why.is}`}, and Switchhook can read only gzip`;
    case "packed":
      return "it can’t be decompressed";
    case "empty":
      return "it is empty";
    case "web_page":
      return "it is a web page";
    case "no_json":
      return "it is not in the form that Intercom uses (JSON)";
    case "no_object":
      return "it is not in the expected form (a JSON object)";
    case "figure":
      return figureFault[why.is];
    case "token":
      return tokenFault[why.is];
    case "no_token_answer":
      return "it neither gives nor refuses a token";
    case "status":
      return byStatus(why.is, `its status is ${why.is}`, "it has an unexpected status");
    case "error":
      return "it reports an error";
    case "no_confirmation":
      return "it does not confirm what Switchhook asked for";
    case "no_request":
      return "Switchhook couldn’t make the request";
    case "text":
      return textFault[why.is];
    case "page":
      return pageFault[why.is];
  }
}

/** Returns a hint where something other than the addresses is worth a look. */
function hint(why: Unreadable, code: string | null): string | null {
  switch (why.of) {
    case "empty":
      return "Try again. If it stays empty, check your network, and the app’s addresses if you set any.";
    case "web_page":
      return "Open a page in your browser, because your network may ask you to sign in. If it doesn’t, check the app’s addresses if you set any.";
    case "no_json":
      return "Check your network, and the app’s addresses if you set any. Something other than Intercom may have answered.";
    case "coding":
      return "Check the server and any proxy before it. One of them compresses its answers in a way that Switchhook can’t read.";
    case "error":
      return code === null
        ? null
        : "Try again in a minute. Intercom itself reported the error, so nothing is wrong on this computer.";
    case "text":
      return why.is === "no_json"
        ? "Ask for JSON only. Switchhook can’t show files or recordings this way."
        : "Expect nothing to show. The server has answered, without content.";
    case "page":
      return why.is === "elsewhere"
        ? "Ask for the next page by a path of your own. Switchhook sends the token to no other address. The pages before it are complete."
        : "Ask again later, or by a path of your own. The pages before it are complete.";
    case "figure":
      return why.is === "unsettled" ? "Refresh the account again. Its conversations changed meanwhile." : null;
    default:
      return null;
  }
}

const figureFault = {
  no_object: "it is not in the expected form (a JSON object)",
  no_count: "it contains no count",
  no_list: "it lists nothing that can be counted",
  one_page: "it is one page of several",
  unsettled: "it does not agree with the answers before it",
} satisfies Record<FigureError, string>;

const tokenFault = {
  absent: "it contains no token",
  ambiguous: "it contains two different tokens",
  type: "its token is of a kind that Switchhook can’t use",
  charset: "its token is empty, too long, or contains characters that no token has",
} satisfies Record<TokenError, string>;

const textFault = {
  empty: "it is empty",
  no_json: "it is not in the form that Intercom uses (JSON)",
} satisfies Record<JsonTextError, string>;

const pageFault = {
  elsewhere: "its next page is at another address than this account uses",
  unclear: "it does not describe its next page clearly",
  repeated: "its next page has come already",
  empty: "page after page of it is empty, and each names another one",
} satisfies Record<PageError, string>;
