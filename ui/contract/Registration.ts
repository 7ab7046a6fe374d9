import type { Region } from "./Region";
import type { ReturnRoute } from "./ReturnRoute";

export type Registration = { id: string, name: string, kind: "app" | "sandbox", client_id: string, redirect_uri: string, region: Region, return_route: ReturnRoute, };
