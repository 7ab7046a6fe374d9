/** Whether an app has a permission, as far as the answers so far show. */
export type Granted = "granted" | "missing" | "unknown";
