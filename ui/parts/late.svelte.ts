// What is quicker than this needs no sign. A timer tells it, and no animation's delay: who wants no motion has none.
const QUICK = 250;

/** `now` once it has gone on for longer. */
export class Late {
  now = $state(false);

  constructor(isGoingOn: () => boolean) {
    $effect(() => {
      if (!isGoingOn()) return undefined;
      const timer = setTimeout(() => {
        this.now = true;
      }, QUICK);
      return () => {
        clearTimeout(timer);
        this.now = false;
      };
    });
  }
}
