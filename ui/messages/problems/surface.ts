// The facts of a problem as the window shows them. The exact ones are for support, behind *Copy details*.
import type { Problem } from "../../contract/Problem";

/** Stands for a status that the window leaves out. No answer has this status. */
const UNSAID = 0;

/** A status as the end of a sentence. */
export const withStatus = (status: number) => (status === UNSAID ? "" : ` (status ${status})`);

/** The sentence with an HTTP status, or the one without. */
export const byStatus = (status: number, said: string, unsaid: string) => (status === UNSAID ? unsaid : said);

/** Intercom's hosts, and the sandbox on this computer, which stands for Intercom. */
const INTERCOM = /(^|\.)intercom\.(io|com)$|^127\.|^localhost$|^\[::1\]$/;

const withoutPort = (host: string) => host.replace(/:\d+$/, "");

/** The name of a host in a sentence. */
function hostName(host: string): string {
  const name = withoutPort(host);
  return INTERCOM.test(name) ? "Intercom" : name;
}

/** Returns the problem with names in place of hosts, and without ports and statuses. */
export const surface = (problem: Problem): Problem => shown(problem) as Problem;

function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const isStatus = "of" in value && value.of === "status";
  return Object.fromEntries(
    Object.entries(value).map(([name, fact]) => {
      if (name === "status" || (name === "is" && isStatus)) return [name, UNSAID];
      if (typeof fact !== "string") return [name, shown(fact)];
      if (name === "host") return [name, hostName(fact)];
      return [name, name === "proxy" ? withoutPort(fact) : fact];
    }),
  );
}
