// Written by the engine's tests from its contract: do not edit.
export type FigureName = "conversations_open" | "conversations_unassigned" | "conversations_all_open" | "conversations_snoozed" | "conversations_closed" | "contacts" | "companies" | "teammates" | "teams" | "tags" | "articles" | "tickets" | "tickets_customer" | "tickets_back_office" | "tickets_tracker";
