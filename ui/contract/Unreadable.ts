// Written by the engine's tests from its contract: do not edit.
import type { FigureError } from "./FigureError";
import type { TokenError } from "./TokenError";
import type { JsonTextError } from "./JsonTextError";
import type { PageError } from "./PageError";

export type Unreadable = { "of": "no_http" } | { "of": "long_head" } | { "of": "coding", "is": string | null } | { "of": "packed" } | { "of": "empty" } | { "of": "web_page" } | { "of": "no_json" } | { "of": "no_object" } | { "of": "figure", "is": FigureError } | { "of": "token", "is": TokenError } | { "of": "no_token_answer" } | { "of": "status", "is": number } | { "of": "error" } | { "of": "no_confirmation" } | { "of": "no_request" } | { "of": "text", "is": JsonTextError } | { "of": "page", "is": PageError };
