/** The languages that the window speaks; see docs/howto/translate.md. */
import * as z from 'zod';

export const Language = z.enum(['en', 'de']);
export type Language = z.infer<typeof Language>;
