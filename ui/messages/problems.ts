// The window's own words for everything that can go wrong. Rust tells what it is, and the facts.
import type { Failure } from "../contract/Failure";
import type { Problem } from "../contract/Problem";
import { typeset } from "./format";
import { account, RECONNECT_OR_FORGET } from "./problems/account";
import { attempt } from "./problems/attempt";
import { desktop } from "./problems/desktop";
import { link } from "./problems/link";
import { provider } from "./problems/provider";
import { registration } from "./problems/registration";
import { store } from "./problems/store";
import { vault } from "./problems/vault";
import { listed, type Words } from "./problems/words";

/** What went wrong: Rust tells it, or this page is itself at fault. */
export type Fault = Failure | { code: "unexpected"; provider_code: null };

/** What happened, and what to do. Some of the facts are sentences of others: they are printed like all that stands here. */
export function describe(fault: Fault): Words {
  const words = "problem" in fault ? ofProblem(fault.problem) : UNEXPECTED;
  return { ...words, message: typeset(words.message), hint: typeset(words.hint) };
}

const UNEXPECTED: Words = {
  message: "Something unexpected happened",
  hint: "Try again; if it stays, quit Switchhook and open it once more.",
};

function ofProblem(problem: Problem): Words {
  switch (problem.about) {
    case "link":
      return link(problem);
    case "attempt":
      return attempt(problem);
    case "account":
      return account(problem);
    case "registration":
      return registration(problem);
    case "provider":
      return provider(problem);
    case "vault":
      return vault(problem);
    case "store":
      return store(problem);
    case "desktop":
      return desktop(problem);
    case "figures_unread": {
      const why = ofProblem(problem.why);
      const unread = problem.figures.length === 0 ? "all figures" : listed(problem.figures);
      return { ...why, message: `Not read this time: ${unread}. ${why.message}` };
    }
    case "dead_after_uninstall":
      return {
        message: `${ofProblem(problem.why).message} No answer told what came of its uninstall, so the app may have been uninstalled.`,
        hint: RECONNECT_OR_FORGET,
      };
    // What a stored sentence settles is not looked for in it.
    case "older":
      return { message: problem.message, hint: problem.hint };
  }
}
