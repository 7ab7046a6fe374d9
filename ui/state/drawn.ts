/** Out of sight nothing is drawn: then it is not waited for longer. In milliseconds. */
const AT_MOST = 100;

/** Resolves when what has just changed is on the screen. */
export const drawn = () =>
  Promise.race([
    new Promise((tell) => requestAnimationFrame(() => setTimeout(tell))),
    new Promise((tell) => setTimeout(tell, AT_MOST)),
  ]);
