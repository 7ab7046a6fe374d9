// How far each place was scrolled, so that a way back leads to where the person was.
const tops = new Map<string, number>();

/** Restores how far the place at this address was scrolled, and follows it. */
export function keepScroll(address: string, scroller: HTMLElement): () => void {
  const wanted = tops.get(address) ?? 0;
  scroller.scrollTop = wanted;
  // A page fills up over several readings. Its person may scroll before it is as high again.
  const grown = new ResizeObserver(() => {
    scroller.scrollTop = wanted;
    if (scroller.scrollTop >= wanted) grown.disconnect();
  });
  if (scroller.scrollTop < wanted) for (const part of scroller.children) grown.observe(part);
  const giveUp = () => grown.disconnect();
  const remember = () => {
    tops.set(address, scroller.scrollTop);
  };
  scroller.addEventListener("wheel", giveUp, { passive: true });
  scroller.addEventListener("scroll", remember, { passive: true });
  return () => {
    grown.disconnect();
    scroller.removeEventListener("wheel", giveUp);
    scroller.removeEventListener("scroll", remember);
  };
}
