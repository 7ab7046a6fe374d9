// The steps of a guide: to an access token, or to an app. Each step needs the one before, so a number says which ones are done.

/** The steps to an access token. */
export const STEPS = 4;
/** The steps to an app. The last two are its id with its secret, and its name. */
export const APP_STEPS = 6;

/** Returns how many steps are done after a press on a step's tick. A step that was done is open again, with all after it. */
export const turned = (done: number, step: number): number => (done >= step ? step - 1 : step);

/** Returns how many steps are done once a person has done this one. */
export const reached = (done: number, step: number): number => Math.max(done, step);

/** Returns how many steps to show as done. A token in its field shows that a person has done all. */
export const shownDone = (done: number, token: string): number => (token.trim() === "" ? done : STEPS);

/** Returns how many steps to an app to show as done. The fields of the last two show those. */
export function shownAppDone(done: number, typed: { client_id: string; secret: string; name: string }): number {
  const isTyped = (text: string) => text.trim() !== "";
  if (!isTyped(typed.client_id) || !isTyped(typed.secret)) return done;
  return reached(done, isTyped(typed.name) ? APP_STEPS : APP_STEPS - 1);
}

/** Returns the step in hand. After the last one, it stays. */
export const inHand = (done: number, steps: number): number => Math.min(done + 1, steps);

/** Whether a pasted text is a list of tokens. */
export const isList = (pasted: string): boolean => pasted.split("\n").filter((line) => line.trim() !== "").length > 1;
