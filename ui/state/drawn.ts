/** Milliseconds to wait at most, since a hidden window draws nothing. */
const AT_MOST = 100;

/** Resolves when the last change is on the screen. */
export const drawn = () =>
  Promise.race([
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    new Promise((resolve) => setTimeout(resolve, AT_MOST)),
  ]);
