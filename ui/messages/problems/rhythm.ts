// The words for working hours and thresholds that can’t be used.
import type { RhythmFault } from "../../contract/RhythmFault";
import type { Words } from "./words";

export const rhythmFault: Record<RhythmFault, Words> = {
  no_day: {
    message: "The working hours have no working day.",
    hint: "Choose at least one day of the week.",
  },
  no_time: {
    message: "The working hours have a time outside the day.",
    hint: "Choose times from 0:00 to 24:00.",
  },
  unknown_zone: {
    message: "This computer doesn’t know that time zone.",
    hint: "Choose a time zone from the list.",
  },
  wait_minutes: {
    message: "Switchhook can’t use that limit for a wait.",
    hint: "Choose a time from 1 minute to 366 days.",
  },
  low_ratings: {
    message: "Switchhook can’t use that limit for low ratings.",
    hint: "Choose a number from 1 to 1,000.",
  },
  percent: {
    message: "Switchhook can’t use that limit for a day.",
    hint: "Choose 101 to 1,000 percent of the usual.",
  },
};
