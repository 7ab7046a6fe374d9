// Sample values for tests.
import type { AccountCard } from "../contract/AccountCard";
import type { Attempt } from "../contract/Attempt";
import type { Code } from "../contract/Code";
import type { Failure } from "../contract/Failure";
import type { Overview } from "../contract/Overview";
import type { Problem } from "../contract/Problem";
import type { Registration } from "../contract/Registration";
import written from "../messages/problems/samples.json";

export const account = (id: string, change: Partial<AccountCard> = {}): AccountCard => ({
  id,
  name: `Account ${id}`,
  tags: [],
  status: "connected",
  workspace_id: "nw7k2p0q",
  workspace_name: null,
  region: "us",
  teammate: "Maya Ortiz",
  email: "maya@northwind.example",
  registration: "Acme reports",
  connected_at: "2026-11-01T10:00:00Z",
  checked_at: null,
  kind: "app",
  trouble: null,
  open: null,
  open_as_of: null,
  open_failed: false,
  ...change,
});

export const attempt = (id: string, change: Partial<Attempt> = {}): Attempt => ({
  id,
  stage: "awaiting",
  registration: "Acme reports",
  registration_id: "r1",
  sandbox: false,
  host: "app.eu.intercom.com",
  return_route: "bridge",
  started_at: "2026-11-22T10:00:00Z",
  expires_at: "2026-11-22T10:30:00Z",
  claimed_at: null,
  strays: 0,
  empty_return: false,
  port: null,
  port_unavailable: false,
  no_browser: false,
  can_reopen: true,
  reconnects: null,
  workspace: null,
  answered: null,
  account_id: null,
  error: null,
  ...change,
});

export const registration = (id: string, change: Partial<Registration> = {}): Registration => ({
  id,
  name: "Acme reports",
  kind: "app",
  client_id: "c",
  redirect_uri: "https://bridge.example/",
  return_route: "bridge",
  region: "us",
  authorization_endpoint: null,
  token_endpoint: null,
  api_base: null,
  workspace: null,
  created_at: "2026-11-01T10:00:00Z",
  ...change,
});

export const overview = (accounts: AccountCard[], attempts: Attempt[] = []): Overview => ({
  accounts,
  attempts,
  registrations: [],
  vault: { mode: "os_keyring", error: null, waiting: false },
  version: "0.1.0",
});

/** At least one sample of each problem, with the words of the command line. Rust writes them. */
export const problems = written as { failure: Failure; words: { message: string; hint: string } }[];

export const failure = (code: Code, problem: Problem): Failure => ({ code, provider_code: null, problem });

/** The first sample failure with that code. */
export function failureOf(code: Code): Failure {
  const found = problems.find(({ failure }) => failure.code === code);
  if (!found) throw new Error(`no sample has the code ${code}`);
  return found.failure;
}

/** The words without direction marks around names. */
export const plain = (words: string) => words.replaceAll(/[\u2068\u2069]/g, "");
