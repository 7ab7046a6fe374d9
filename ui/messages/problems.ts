// The window's own words for every problem. Rust sends the kind and the facts.
import type { Failure } from "../contract/Failure";
import type { Problem } from "../contract/Problem";
import { typeset } from "./format";
import { account, RECONNECT_OR_REMOVE } from "./problems/account";
import { attempt } from "./problems/attempt";
import { desktop } from "./problems/desktop";
import { link } from "./problems/link";
import { provider } from "./problems/provider";
import { registration } from "./problems/registration";
import { store } from "./problems/store";
import { surface } from "./problems/surface";
import { vault } from "./problems/vault";
import { listed, type Words } from "./problems/words";

/** A failure that Rust reported, or one of this page itself. */
export type Fault = Failure | { code: "unexpected"; provider_code: null };

/** Returns the words for a problem as the window shows them, without hosts and statuses. */
export const describe = (fault: Fault): Words => worded("problem" in fault ? surface(fault.problem) : null);

/** Returns the words with every fact, as a person copies them for support. */
export const describeExactly = (fault: Fault): Words => worded("problem" in fault ? fault.problem : null);

/** Some facts are sentences of Rust's, which get the same typography. */
function worded(problem: Problem | null): Words {
  const words = problem === null ? UNEXPECTED : ofProblem(problem);
  return { ...words, message: typeset(words.message), hint: typeset(words.hint) };
}

/** Returns both as one paragraph. */
export function paragraph(fault: Fault): string {
  const { message, hint } = describe(fault);
  return `${message} ${hint}`;
}

const UNEXPECTED: Words = {
  message: "Something unexpected happened.",
  hint: "Try again. If it happens again, quit Switchhook and open it once more.",
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
      const unread = problem.figures.length === 0 ? "the figures" : listed(problem.figures);
      return { ...why, message: `Switchhook couldn’t update ${unread}. ${why.message}` };
    }
    case "dead_after_uninstall":
      return {
        message: `${ofProblem(problem.why).message} Switchhook doesn’t know whether Intercom uninstalled the app.`,
        hint: RECONNECT_OR_REMOVE,
      };
    // Earlier versions stored sentences, which stay as they are.
    case "older":
      return { message: problem.message, hint: problem.hint };
  }
}
