// The words for problems of the provider, or of the way to it.
import type { Insecurity } from "../../contract/Insecurity";
import type { ProviderProblem } from "../../contract/ProviderProblem";
import type { ProxyFailure } from "../../contract/ProxyFailure";
import type { SocksReply } from "../../contract/SocksReply";
import { readRefused, refused } from "./refused";
import { UNREADABLE_HINT, unreadable } from "./unreadable";
import { type Words, type WordsOf, worded } from "./words";

export const UNIDENTIFIED = "Intercom answered, but did not say whose account this is.";

/** What is known where the app may not ask whose its token is. */
export const withoutIdentity = (host: string) =>
  `${host} takes the token, but its app lacks the permission “Read one admin”: whose account it is can’t be checked.`;

const words = {
  not_reached: ({ host }) => unreachable(`${host} could not be reached.`),
  insecure: ({ host, why }) => ({
    message: `${host} was not asked: ${insecurity[why]}.`,
    hint: "Check the address and this computer’s clock. Nothing was sent there, and nothing that was stored is lost.",
    settlesStored: true,
  }),
  proxy: ({ host, proxy, why }) => byProxy(host, proxy, why),
  no_certificates: ({ host }) => ({
    message: `${host} was not asked: this computer’s list of trusted certificates can’t be read.`,
    hint: "Install the system’s CA certificates and try again; nothing that was stored is lost.",
    settlesStored: true,
  }),
  held_back: ({ host, seconds }) => later(`${host} takes no more requests for now.`, seconds),
  broke_off: ({ host }) => unreachable(`${host} broke off before its answer was whole.`),
  late: ({ host, seconds, proxy }) =>
    unreachable(
      `${host} took longer than ${seconds} seconds to answer${proxy === null ? "" : ` by way of the proxy ${proxy}`}.`,
    ),
  too_large: ({ host, megabytes }) => ({
    message: `${host} sent an answer of more than ${megabytes === 1 ? "a megabyte" : `${megabytes} megabytes`}.`,
    hint: UNREADABLE_HINT,
  }),
  redirected: ({ host, status }) => ({
    message: `${host} answered with a redirect (${status}), which is never followed here.`,
    hint: UNREADABLE_HINT,
  }),
  rate_limited: ({ host, status, seconds }) =>
    later(`${host} takes no more requests for now (status ${status}).`, seconds),
  unavailable: ({ host, status, seconds }) => later(`${host} can’t answer now (status ${status}).`, seconds),
  unreadable: ({ host, why, code }) => unreadable(host, why, code),
  no_token_endpoint: ({ host, status }) => ({
    message: `${host} has no token endpoint at this address (status ${status}).`,
    hint: "Check the token endpoint of the registration, then connect again.",
  }),
  repeated_token: ({ host }) => ({
    message: `${host} repeated the account’s token, so nothing of its answer is shown or kept.`,
    hint: UNREADABLE_HINT,
  }),
  repeated_secret: ({ host }) => ({
    message: `${host} repeated the client secret or the code, so nothing of its answer is shown or kept.`,
    hint: "Check the token endpoint of the registration, then connect again.",
  }),
  refused: ({ host, refusal, code }) => refused(host, refusal, code),
  may_not_uninstall: ({ host }) => ({
    message: `${host} accepts the token, but does not let it uninstall the app.`,
    hint: "Remove the app at Intercom itself, or ask somebody there who may.",
  }),
  unidentified: () => ({ message: UNIDENTIFIED, hint: "That may pass." }),
  may_not_identify: ({ host }) => ({
    message: withoutIdentity(host),
    hint: "Add it to the app in the Developer Hub, under Configure › Authentication.",
  }),
  round_late: ({ host, seconds }) => ({
    message: `${host} did not answer everything within ${seconds} seconds.`,
    hint: "Try again later; what was read before is kept.",
  }),
  read_refused: ({ host, refusal, permission }) => readRefused(host, refusal, permission),
  no_such_path: ({ host, status }) => ({
    message: `${host} has nothing at this path (status ${status}).`,
    hint: "Check the path and the id in it.",
  }),
  bad_request: ({ host, status }) => ({
    message: `${host} can’t do anything with this question (status ${status}).`,
    hint: "Check the path and its query against Intercom’s reference.",
  }),
  sandbox_foreign: () => ({
    message: "Something else answers at the sandbox’s address.",
    hint: UNREADABLE_HINT,
  }),
  sandbox_stopped: () => ({
    message: "The sandbox is not running.",
    hint: 'Start it: `switchhook sandbox`, or "Try it with the sandbox" in the window.',
  }),
  sandbox_failed: ({ why }) => unreachable(`The sandbox can’t start: ${why}.`),
} satisfies WordsOf<ProviderProblem>;

const insecurity = {
  expired: "its certificate has expired",
  not_yet_valid: "its certificate is not valid yet",
  other_name: "its certificate is for another name",
  unknown_issuer: "its certificate was issued by nobody whom this computer trusts",
  unproven: "its certificate proves nothing",
  no_tls: "it does not speak TLS as this computer does",
} satisfies Record<Insecurity, string>;

function byProxy(host: string, proxy: string, why: ProxyFailure): Words {
  if (why.of === "unclear") {
    return {
      message: `${host} could not be reached by way of the proxy ${proxy}.`,
      hint: "Check the network and the proxy, and try again; nothing that was stored is lost.",
      settlesStored: true,
    };
  }
  if (why.of === "not_understood") {
    return {
      message: `${host} could not be reached, and ${proxy} names no proxy that is understood.`,
      hint: "Write it as http://HOST:PORT or socks5h://HOST:PORT. Nothing that was stored is lost.",
      settlesStored: true,
    };
  }
  const isPassword = why.of === "wants_password" || why.of === "refused_password";
  return {
    message: `${host} was not asked: ${proxyFault(proxy, why)}.`,
    hint: isPassword
      ? "Put them into the proxy’s address, as in http://USER:PASSWORD@HOST:PORT. Nothing that was stored is lost."
      : "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY, or ask whoever runs the proxy. Nothing that was stored is lost.",
    settlesStored: true,
  };
}

function proxyFault(proxy: string, why: Exclude<ProxyFailure, { of: "unclear" | "not_understood" }>): string {
  switch (why.of) {
    case "not_reached":
      return `the proxy ${proxy} could not be reached`;
    case "insecure":
      return `the proxy ${proxy} is not secure: ${insecurity[why.is]}`;
    case "broke_off":
      return `the proxy ${proxy} broke off`;
    case "no_proxy":
      return `${proxy} does not answer as a proxy does`;
    case "wants_password":
      return `the proxy ${proxy} wants a user name and a password`;
    case "refused_password":
      return `the proxy ${proxy} does not accept the user name and the password`;
    case "status":
      return `the proxy ${proxy} refused (status ${why.is})`;
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
  expired: "the way there is too long",
  not_supported: "it does not know such a request",
} satisfies Record<SocksReply, string>;

const unreachable = (message: string): Words => ({
  message,
  hint: "Check the network and try again; nothing that was stored is lost.",
  settlesStored: true,
});

const later = (message: string, seconds: number | null): Words => ({
  message,
  hint: `${tryAgain(seconds)}; nothing that was stored is lost.`,
  settlesStored: true,
});

/** More than an hour is not counted out: nobody waits for it at the screen, and it may be nonsense. */
function tryAgain(seconds: number | null): string {
  if (seconds === null) return "Try again in a minute";
  if (seconds <= 1) return "Try again in a second";
  if (seconds <= 90) return `Try again in ${seconds} seconds`;
  if (seconds <= 3600) return `Try again in ${Math.ceil(seconds / 60)} minutes`;
  return "Try again in more than an hour";
}

export const provider = (problem: ProviderProblem) => worded(words, problem);
