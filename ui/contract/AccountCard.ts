import type { Account } from "./Account";
import type { RegistrationKind } from "./RegistrationKind";

export type AccountCard = Account & { kind: RegistrationKind, };
