// Written by the engine's tests from its contract: do not edit.
import type { AccountId } from "./AccountId";
import type { Workspace } from "./Workspace";
import type { Admin } from "./Admin";
import type { Figure } from "./Figure";
import type { Waiting } from "./Waiting";
import type { Headroom } from "./Headroom";
import type { MeAnswer } from "./MeAnswer";

export type AccountDetail = { 
/**
 * The account's id.
 */
id: AccountId, 
/**
 * Every figure, in a fixed order.
 */
figures: Array<Figure>, 
/**
 * The conversation that waits longest for a reply.
 */
waiting: Waiting, 
/**
 * Whether this process is reading figures of the account now.
 */
reading: boolean, 
/**
 * Whether Switchhook knows the address of the workspace's page in a browser.
 */
has_page: boolean, 
/**
 * The workspace.
 */
workspace: Workspace, 
/**
 * The teammate who authorized.
 */
admin: Admin, 
/**
 * The permissions that the last check found missing, as the Developer Hub labels them.
 */
lacks: Array<string>, 
/**
 * The provider's rate limit, as last reported; null before the first report.
 */
headroom: Headroom | null, 
/**
 * The provider's last whole answer to `/me`; null before the first one.
 */
me: MeAnswer | null, };
