// The error that a command threw, and its text for support.
import * as api from "../api";
import type { Failure } from "../contract/Failure";
import { describeExactly, type Fault } from "../messages/problems";

/** Returns the Failure that a command threw. Anything else is a fault of this page. */
export const report = (thrown: unknown): Fault =>
  isFailure(thrown) ? thrown : { code: "unexpected", provider_code: null };

const isFailure = (thrown: unknown): thrown is Failure =>
  typeof thrown === "object" && thrown !== null && "code" in thrown && "problem" in thrown;

/** Copies the error with every fact, such as the host, which the window leaves out. */
export function copyDetails(fault: Fault) {
  const { message, hint } = describeExactly(fault);
  return api.copyDetails({ code: fault.code, providerCode: fault.provider_code, message, hint });
}
