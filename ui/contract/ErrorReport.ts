export type ErrorReport = { code: string, message: string, hint: string, provider_code: string | null, };
