import type { ErrorReport } from "./ErrorReport";
import type { ReturnRoute } from "./ReturnRoute";
import type { Stage } from "./Stage";

export type Attempt = { id: string, stage: Stage, registration: string, registration_id: string, sandbox: boolean, host: string, return_route: ReturnRoute, started_at: string, expires_at: string, claimed_at: string | null, strays: number, empty_return: boolean, can_reopen: boolean, reconnects: string | null, account_id: string | null, error: ErrorReport | null, };
