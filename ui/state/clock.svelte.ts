// The time, for a component that shows it; it ticks only while that component is on screen.
export class Clock {
  now = $state(Date.now());

  constructor(every: number) {
    $effect(() => {
      const timer = setInterval(() => {
        this.now = Date.now();
      }, every);
      return () => clearInterval(timer);
    });
  }
}
