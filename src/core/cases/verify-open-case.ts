/** Lets the independent verifier look at the open case, and records that it did and what it said. */
import type { CaseVerification, VerificationProgress } from '../../contract/cases.ts';
import { verifyInThread } from '../../verify/case/verify-in-thread.ts';
import type { OpenCase } from '../context.ts';

export async function verifyOpenCase(opened: OpenCase, onProgress?: (progress: VerificationProgress) => void): Promise<CaseVerification> {
  const said = await verifyInThread(opened.folder, onProgress);
  opened.store.note({
    actor: opened.actor,
    action: 'case.verified',
    subject: opened.store.info().id,
    payload: {
      ok: said.ok,
      entries: said.entries,
      headHash: said.headHash,
      exhibitsChecked: said.exhibitsChecked,
      derivedChecked: said.derivedChecked,
      bytesHashed: said.bytesHashed,
      problems: said.problems,
    },
  });
  return said;
}
