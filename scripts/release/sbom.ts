/** npm's CycloneDX bill of materials, completed: the program's own name, the networks as components, and the programs of the system that it calls. */
import { createHash } from 'node:crypto';
import * as z from 'zod';

const Bill = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string(), version: z.string() }) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string() })).optional(),
});

const Lock = z.object({
  networks: z.array(
    z.object({
      id: z.string(),
      sha256: z.string(),
      licence: z.string(),
      origin: z.looseObject({ package: z.string().optional(), version: z.string().optional() }),
    }),
  ),
});

/** What must be on the machine and is not in the tarball: whoever audits the program has to look there, too. */
const SYSTEM = ['ffmpeg', 'ffprobe', 'perl', 'chromium'];

/** `npm`: what `npm sbom` printed; `lock`: models.lock.json. Serial number and time come from the content and the commit, so that the bill can be made again. */
export function billOfMaterials(npm: unknown, lock: unknown, committedAt: Date): z.infer<typeof Bill> {
  const bill = Bill.parse(npm);
  const networks = Lock.parse(lock).networks.map(({ id, sha256, licence, origin }) => ({
    'bom-ref': `network:${id}`,
    type: 'machine-learning-model',
    name: id,
    ...(origin.version === undefined ? {} : { version: origin.version }),
    scope: 'required',
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    licenses: [{ license: { name: licence } }],
    ...(origin.package === undefined ? {} : { description: `Converted from the npm package ${origin.package}.` }),
  }));
  const system = SYSTEM.map((name) => ({
    'bom-ref': `system:${name}`,
    type: 'application',
    name,
    scope: 'required',
    description: 'A program of the machine; its version and build are stored with every run.',
  }));
  const components = [...bill.components, ...networks, ...system];
  const digest = createHash('sha256').update(JSON.stringify(components)).digest('hex');
  const uuid = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `a${digest.slice(17, 20)}`, digest.slice(20, 32)];
  return {
    ...bill,
    serialNumber: `urn:uuid:${uuid.join('-')}`,
    metadata: {
      ...bill.metadata,
      timestamp: committedAt.toISOString(),
      component: { ...bill.metadata.component, type: 'application', name: 'penumbra' },
    },
    components,
  };
}
