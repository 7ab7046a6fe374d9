// The size of the whole page. Rust sets it, and this window remembers it.
import { setZoom } from "../api";
import { desk } from "./desk.svelte";
import { prefer, preferences, within, ZOOM } from "./preferences";

export const zoom = {
  /** Sets the size in percent, within its bounds. */
  to(percent: number) {
    const wanted = within(ZOOM, percent);
    void desk.try(async () => {
      await setZoom(wanted);
      prefer({ zoom: wanted });
    });
  },
  by: (step: number) => zoom.to(preferences().zoom + step),
  /** Sets the remembered size after a start. */
  restore() {
    if (preferences().zoom !== ZOOM.usual) zoom.to(preferences().zoom);
  },
};
