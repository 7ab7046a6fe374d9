export type Region = "us" | "eu" | "au";
