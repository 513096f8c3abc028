/** The system's code of an error, such as `ENOSPC`; empty where it has none. */
export const systemCode = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
