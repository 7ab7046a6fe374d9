// The commands of the settings.
export { backgroundChecks, presence, setBackgroundChecks, setLogin, setTray, settings } from "../api";
