// The facts of this program that the settings show.
export { backgroundChecks, presence, setBackgroundChecks, setLogin, setTray, settings } from "../api";
