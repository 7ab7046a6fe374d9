import type { Admin } from "./Admin";
import type { Status } from "./Status";
import type { Workspace } from "./Workspace";

export type Account = { id: string, name: string, tags: Array<string>, status: Status, workspace: Workspace, admin: Admin, registration: string | null, connected_at: string, checked_at: string | null, };
