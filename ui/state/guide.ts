// The steps of the guide to an access token. Each step needs the one before, so a number says which ones are done.

export const STEPS = 4;

/** Returns how many steps are done after a press on a step's tick. A step that was done is open again, with all after it. */
export const turned = (done: number, step: number): number => (done >= step ? step - 1 : step);

/** Returns how many steps are done once a person has done this one. */
export const reached = (done: number, step: number): number => Math.max(done, step);

/** Returns how many steps to show as done. A token in its field shows that a person has done all. */
export const shownDone = (done: number, token: string): number => (token.trim() === "" ? done : STEPS);

/** Returns the step in hand. After the last one, it stays. */
export const inHand = (done: number): number => Math.min(done + 1, STEPS);

/** Whether a pasted text is a list of tokens. */
export const isList = (pasted: string): boolean => pasted.split("\n").filter((line) => line.trim() !== "").length > 1;
