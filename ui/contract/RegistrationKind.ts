export type RegistrationKind = "app" | "token" | "sandbox";
