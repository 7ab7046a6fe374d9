// Messages that a person sends to another person.
import * as api from "../api";

/** Copies a message with a blank line between its paragraphs. */
export const copyMessage = (paragraphs: string[]) => api.copyMessage(messageText(paragraphs));

export const messageText = (paragraphs: string[]) => paragraphs.join("\n\n");
