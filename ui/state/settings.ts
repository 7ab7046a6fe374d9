// The commands of the settings.
export {
  backgroundChecks,
  morningReading,
  notifyNeeds,
  openDataFolder,
  presence,
  setBackgroundChecks,
  setLogin,
  setMorningReading,
  setNotifyNeeds,
  setTray,
  settings,
} from "../api";
