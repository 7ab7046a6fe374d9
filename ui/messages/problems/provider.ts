// The words for problems of the provider and of the connection to it.
import type { Insecurity } from "../../contract/Insecurity";
import type { ProviderProblem } from "../../contract/ProviderProblem";
import type { ProxyFailure } from "../../contract/ProxyFailure";
import type { SocksReply } from "../../contract/SocksReply";
import { readRefused, refused } from "./refused";
import { withStatus } from "./surface";
import { UNREADABLE_HINT, unreadable } from "./unreadable";
import { type Words, type WordsOf, worded } from "./words";

export const UNIDENTIFIED = "Intercom answered, but did not say which account this is.";

/** Says that the app may not ask which workspace its token opens. */
export const withoutIdentity = (host: string) =>
  `${host} accepts the token, but its app lacks the permission “Read one admin”. Without it, Switchhook can’t tell which workspace the token opens.`;

const words = {
  not_reached: ({ host }) => unreachable(`Switchhook couldn’t reach ${host}.`),
  insecure: ({ host, why }) => ({
    message: `Switchhook didn’t ask ${host}, because ${insecurity[why]}.`,
    hint: "Check this computer’s clock and the address, or ask the person who runs your network. Switchhook sent nothing there.",
  }),
  proxy: ({ host, proxy, why }) => byProxy(host, proxy, why),
  no_certificates: ({ host }) => ({
    message: `Switchhook didn’t ask ${host}, because it can’t read this computer’s list of trusted certificates.`,
    hint: "Install the system’s trusted certificates (often a package named ca-certificates) and try again.",
  }),
  held_back: ({ host, seconds }) => later(`${host} takes no more requests for now.`, seconds),
  broke_off: ({ host }) => unreachable(`${host} broke off before its answer was complete.`),
  late: ({ host, seconds, proxy }) =>
    unreachable(
      `${host} took longer than ${seconds} seconds to answer${proxy === null ? "" : ` through the proxy ${proxy}`}.`,
    ),
  too_large: ({ host, megabytes }) => ({
    message: `${host} sent an answer of more than ${megabytes === 1 ? "a megabyte" : `${megabytes} megabytes`}.`,
    hint: UNREADABLE_HINT,
  }),
  redirected: ({ host, status }) => ({
    message: `${host} pointed to another address${withStatus(status)}. Switchhook does not go there.`,
    hint: UNREADABLE_HINT,
  }),
  rate_limited: ({ host, status, seconds }) =>
    later(`${host} takes no more requests for now${withStatus(status)}.`, seconds),
  unavailable: ({ host, status, seconds }) => later(`${host} can’t answer now${withStatus(status)}.`, seconds),
  unreadable: ({ host, why, code }) => unreadable(host, why, code),
  no_token_endpoint: ({ host, status }) => ({
    message: `${host} gives no tokens at this address${withStatus(status)}.`,
    hint: "Check the app’s token address (token endpoint) if you set one, then connect again. If you set none, try again later.",
  }),
  repeated_token: ({ host }) => ({
    message: `The answer of ${host} contained the account’s token, so Switchhook shows and keeps nothing of it.`,
    hint: UNREADABLE_HINT,
  }),
  repeated_secret: ({ host }) => ({
    message: `The answer of ${host} contained the client secret or the sign-in code, so Switchhook shows and keeps nothing of it.`,
    hint: "Check the app’s token address (token endpoint) if you set one, then connect again. If you set none, try again later.",
  }),
  refused: ({ host, refusal, code }) => refused(host, refusal, code),
  may_not_uninstall: ({ host }) => ({
    message: `${host} accepts the token, but does not let it uninstall the app.`,
    hint: "Remove the app at Intercom itself, or ask a teammate who may remove apps.",
  }),
  unidentified: () => ({ message: UNIDENTIFIED, hint: "Try again later. Intercom may say it then." }),
  may_not_identify: ({ host }) => ({
    message: withoutIdentity(host),
    hint: "Add the permission to the app in the Developer Hub, under Configure › Authentication.",
  }),
  round_late: ({ host, seconds }) => ({
    message: `${host} did not answer everything within ${seconds} seconds.`,
    hint: "Try again later. Switchhook keeps what it read before.",
  }),
  read_refused: ({ host, refusal, permission }) => readRefused(host, refusal, permission),
  no_such_path: ({ host, status }) => ({
    message: `${host} has nothing at this path${withStatus(status)}.`,
    hint: "Check the path and the id in it.",
  }),
  bad_request: ({ host, status }) => ({
    message: `${host} does not understand this request${withStatus(status)}.`,
    hint: "Compare the path and its query with Intercom’s reference.",
  }),
  sandbox_foreign: () => ({
    message: "Another program answers at the sandbox’s address.",
    hint: "Quit that program, or restart the computer. Then try again.",
  }),
  sandbox_stopped: () => ({
    message: "The sandbox is not running.",
    hint: "Start it with “Try it with the sandbox”, or with `switchhook sandbox`.",
  }),
  sandbox_failed: ({ why }) => ({
    message: `The sandbox can’t start (${why}).`,
    hint: "Quit Switchhook, open it once more, and try again.",
  }),
} satisfies WordsOf<ProviderProblem>;

const insecurity = {
  expired: "its certificate has expired",
  not_yet_valid: "its certificate is not valid yet",
  other_name: "its certificate is for another name",
  unknown_issuer: "this computer does not trust the issuer of its certificate",
  unproven: "its certificate can’t be verified",
  no_tls: "it offers no secure connection that this computer supports",
} satisfies Record<Insecurity, string>;

function byProxy(host: string, proxy: string, why: ProxyFailure): Words {
  if (why.of === "unclear") {
    return {
      message: `Switchhook couldn’t reach ${host} through the proxy ${proxy}.`,
      hint: "Check the network and the proxy, then try again.",
    };
  }
  if (why.of === "not_understood") {
    return {
      message: `Switchhook couldn’t reach ${host}, because it can’t read the proxy’s address ${proxy}.`,
      hint: "Write the proxy in HTTPS_PROXY or ALL_PROXY as http://HOST:PORT or socks5h://HOST:PORT. The person who runs it can help.",
    };
  }
  const isPassword = why.of === "wants_password" || why.of === "refused_password";
  return {
    message: `Switchhook didn’t ask ${host}, because ${proxyFault(proxy, why)}.`,
    hint: isPassword
      ? "Put the user name and the password into the proxy’s address, as in http://USER:PASSWORD@HOST:PORT."
      : "Ask the person who runs the proxy, or check the settings HTTPS_PROXY, ALL_PROXY and NO_PROXY.",
  };
}

function proxyFault(proxy: string, why: Exclude<ProxyFailure, { of: "unclear" | "not_understood" }>): string {
  switch (why.of) {
    case "not_reached":
      return `it couldn’t reach the proxy ${proxy}`;
    case "insecure":
      return `the proxy ${proxy} is not secure (${insecurity[why.is]})`;
    case "broke_off":
      return `the proxy ${proxy} broke off`;
    case "no_proxy":
      return `${proxy} does not answer as a proxy does`;
    case "wants_password":
      return `the proxy ${proxy} wants a user name and a password`;
    case "refused_password":
      return `the proxy ${proxy} does not accept the user name and the password`;
    case "status":
      return `the proxy ${proxy} refused${withStatus(why.is)}`;
    case "socks":
      return `the proxy ${proxy} says that ${socksReply[why.is]}`;
  }
}

const socksReply = {
  failed: "it failed",
  not_allowed: "its rules forbid the connection",
  network_unreachable: "it does not reach the network",
  host_unreachable: "it does not reach the host",
  connection_refused: "the host refused the connection",
  expired: "the route to the host is too long",
  not_supported: "it does not know this kind of request",
} satisfies Record<SocksReply, string>;

const unreachable = (message: string): Words => ({
  message,
  hint: "Check the network and try again.",
});

const later = (message: string, seconds: number | null): Words => ({
  message,
  hint: `${tryAgain(seconds)}.`,
});

/** Gives the time in words. More than an hour is not counted, since it may be nonsense. */
function tryAgain(seconds: number | null): string {
  if (seconds === null) return "Try again in a minute";
  if (seconds <= 1) return "Try again in a second";
  if (seconds <= 90) return `Try again in ${seconds} seconds`;
  if (seconds <= 3600) return `Try again in ${Math.ceil(seconds / 60)} minutes`;
  return "Try again in more than an hour";
}

export const provider = (problem: ProviderProblem) => worded(words, problem);
