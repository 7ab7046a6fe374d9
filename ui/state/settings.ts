// The facts of this program that the settings show.
export { backgroundChecks, setBackgroundChecks, settings } from "../api";
