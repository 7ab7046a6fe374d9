export type Admin = { id: string | null, name: string | null, email: string | null, email_verified: boolean | null, };
