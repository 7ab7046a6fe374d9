// The facts of this program that the settings show.
export { settings } from "../api";
