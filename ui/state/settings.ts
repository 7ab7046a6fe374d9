// The commands of the settings.
export { backgroundChecks, openDataFolder, presence, setBackgroundChecks, setLogin, setTray, settings } from "../api";
