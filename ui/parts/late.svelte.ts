// Milliseconds within which an action needs no sign. A timer counts them, since a person may have turned off animations.
const QUICK = 250;

/** `now` is true once the action takes longer than that. */
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
