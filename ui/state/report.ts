import type { ErrorReport } from "../contract/ErrorReport";
import { en } from "../messages/en";

export { copyDetails } from "../api";

/** Commands throw an ErrorReport; anything else is a fault of ours and says so. */
export function report(thrown: unknown): ErrorReport {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as ErrorReport;
  }
  return { code: "unexpected", message: en.unexpected, hint: en.unexpectedHint, provider_code: null };
}
