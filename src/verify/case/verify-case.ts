import type { CaseVerification } from '../../contract/cases.ts';
export function verifyCase(folder: string): Promise<CaseVerification> { throw new Error(folder); }
