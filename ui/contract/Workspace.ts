import type { Region } from "./Region";

export type Workspace = { id: string | null, name: string | null, region: Region | null, timezone: string | null, created_at: string | null, };
