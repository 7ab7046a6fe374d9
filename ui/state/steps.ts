// The six steps of connecting, for one attempt in the tracker.
import type { Attempt } from "../contract/Attempt";
import type { Stage } from "../contract/Stage";
import type { Vault } from "../contract/Vault";
import { en } from "../messages/en";
import { clockSeconds, clockTime, span } from "../messages/format";

export type Mark = "done" | "now" | "next" | "stopped" | "failed";
export type StepName = "vault" | "browser" | "consent" | "link" | "exchange" | "store";
export type Step = { name: StepName; mark: Mark; label: string; aside: string | null; said: string };

const ORDER: StepName[] = ["vault", "browser", "consent", "link", "exchange", "store"];

/** All six steps while the attempt runs. Only the reached ones once it stopped, or if no browser opened. */
export function steps(attempt: Attempt, vault: Vault, now: number): Step[] {
  const { at, mark } = position(attempt);
  const reached = ORDER.indexOf(at);
  const shown = mark === "stopped" || mark === "failed" ? ORDER.slice(0, reached + 1) : ORDER;
  return shown.map((name, index) => {
    const own: Mark = index < reached ? "done" : index === reached ? mark : "next";
    return {
      name,
      mark: own,
      label: label(name, own, attempt),
      aside: aside(name, own, attempt, vault, now),
      said: en.tracker.mark[own],
    };
  });
}

function position(attempt: Attempt): { at: StepName; mark: Mark } {
  switch (attempt.stage) {
    case "awaiting":
      return attempt.no_browser ? { at: "browser", mark: "failed" } : { at: "consent", mark: "now" };
    case "exchanging":
      return { at: "exchange", mark: "now" };
    case "identifying":
      return { at: "store", mark: "now" };
    case "connected":
    case "already_connected":
      return { at: "store", mark: "done" };
    case "unverified":
      return { at: "store", mark: attempt.account_id === null ? "stopped" : "done" };
    case "unsaved":
      return { at: "store", mark: "failed" };
    case "refused":
      return { at: "store", mark: "stopped" };
    case "interrupted":
      return { at: "exchange", mark: "stopped" };
    case "denied":
    case "expired":
    case "cancelled":
      return { at: "consent", mark: "stopped" };
    case "failed":
      return { at: failedStep(attempt), mark: "failed" };
  }
}

/** The step of a failure, by its code and by whether the link had come. */
function failedStep({ error, claimed_at }: Attempt): StepName {
  const code = error?.code ?? "";
  if (code.startsWith("vault_") || code === "key_missing") return claimed_at ? "store" : "vault";
  if (code === "store_failed") return "store";
  if (code.startsWith("state_") || ["malformed", "foreign", "sealed_invalid", "unsealed"].includes(code)) return "link";
  return claimed_at ? "exchange" : "consent";
}

function label(name: StepName, mark: Mark, { stage, error }: Attempt): string {
  const words: { label: string; now?: string; failed?: string } = en.tracker.step[name];
  if (mark === "stopped" && stage in en.tracker.stopped)
    return en.tracker.stopped[stage as keyof typeof en.tracker.stopped];
  if (mark === "now") return words.now ?? words.label;
  if (mark !== "failed") return words.label;
  if (name === "exchange" && error?.code === "code_rejected") return en.tracker.step.codeRejected;
  return words.failed ?? words.label;
}

function aside(name: StepName, mark: Mark, attempt: Attempt, vault: Vault, now: number): string | null {
  if (mark === "next") return null;
  if (mark === "failed" && name !== "browser") return null;
  const started = Date.parse(attempt.started_at);
  if (name === "vault") return en.tracker.vault[vault.mode];
  if (name === "browser") return attempt.host;
  if (name === "consent" && mark === "now") return span(now - started);
  if (name === "link" && attempt.claimed_at) return en.tracker.after(span(Date.parse(attempt.claimed_at) - started));
  return null;
}

/** The line below the name of an attempt. If `others` have the same name, it shows the start time. */
export function attemptLine(attempt: Attempt, now: number, others: readonly Attempt[] = []): string {
  const { stage, expires_at } = attempt;
  const started = startOf(attempt, others);
  const left = span(Date.parse(expires_at) - now);
  if (stage === "awaiting") return started === null ? en.list.waiting(left) : en.list.waitingSince(started, left);
  return started === null ? en.list.attempt[stage] : en.list.attemptOf(en.list.attempt[stage], started);
}

/** The start time, if another attempt has an equal name. It shows seconds if the minutes are equal. */
function startOf(attempt: Attempt, others: readonly Attempt[]): string | null {
  const { id, registration_id, reconnects, started_at } = attempt;
  const alike = others.filter(
    (other) => other.id !== id && other.registration_id === registration_id && other.reconnects === reconnects,
  );
  if (alike.length === 0) return null;
  const minute = clockTime(started_at);
  return alike.some((other) => clockTime(other.started_at) === minute) ? clockSeconds(started_at) : minute;
}

/** The group of buttons below the steps. There are none while Intercom is answering. */
export function waysOf(stage: Stage): "waiting" | "none" | "kept" | "refused" | "ended" {
  switch (stage) {
    case "awaiting":
      return "waiting";
    case "unsaved":
    case "unverified":
      return "kept";
    case "refused":
      return "refused";
    case "denied":
    case "failed":
    case "expired":
    case "cancelled":
    case "interrupted":
      return "ended";
    default:
      return "none";
  }
}
