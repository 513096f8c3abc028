/** Examinations with their instruments, what they found, and what examiners said about it. */
import type { Finding, Job, Outcome } from '../../contract/analysis.ts';
import { figure } from '../../base/figure.ts';
import type { Json } from '../../base/json.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { node, person, takenBack, time, tool, type Names, type Node } from './nodes.ts';
import { entriesOf } from './acts.ts';

/** Every examination as one action from its start to its end, made of the acts in the ledger. */
export function* examinationNodes(store: CaseReader, names: Names): Generator<Node> {
  const acts = new Map<string, number[]>();
  for (const { action, subject, seq } of entriesOf(store))
    if (action.startsWith('examination.')) acts.set(subject, [...(acts.get(subject) ?? []), seq]);
  for (const job of store.jobs()) {
    yield node(names(job.id), 'case-investigation:InvestigativeAction', {
      'uco-core:name': `examination ${job.id}`,
      'uco-core:description': `${job.state}; ${String(job.framesDone)} of ${String(job.framesTotal)} frames, ${String(job.blocksDone)} seconds of sound`,
      'uco-action:startTime': time(job.startedAtUtc),
      'uco-action:endTime': job.finishedAtUtc === null ? null : time(job.finishedAtUtc),
      'uco-action:object': [names(job.exhibitId)],
      'uco-action:instrument': [names(`${job.id}/tool`), ...toolsOf(job).map(({ name, version }) => tool(names, name, version))],
      'uco-action:subaction': (acts.get(job.id) ?? []).map((seq) => names(`entry/${String(seq)}`)),
      'uco-action:result': [
        ...job.outcomes.map(({ detectorId }) => names(`${job.id}/outcome/${detectorId}`)),
        ...store.findings({ jobId: job.id }).map(({ id }) => names(id)),
      ],
    });
    yield configuredTool(job, names);
    for (const { detectorId, outcome } of job.outcomes)
      yield node(names(`${job.id}/outcome/${detectorId}`), 'uco-analysis:AnalyticResult', {
        'uco-core:name': `${detectorId} on ${job.exhibitId}`,
        'uco-core:statement': outcomeWords(outcome),
        'uco-core:objectCreatedTime': job.finishedAtUtc === null ? null : time(job.finishedAtUtc),
        'uco-analysis:resultContent': [names(job.exhibitId)],
      });
  }
}

/** What was run, with every version that an examination's plan states. */
export const toolsOf = ({ plan }: Job): { name: string; version: string }[] => [
  { name: 'Penumbra', version: plan.penumbraVersion },
  plan.decoder,
  plan.runtime,
  ...plan.detectors.map(({ id, version }) => ({ name: `Penumbra detector ${id}`, version })),
];

/** The plan: networks by hash, parameters by hash, sampling. */
function configuredTool({ id, plan }: Job, names: Names): Node {
  const items: [string, string][] = [
    ...plan.detectors.map((one): [string, string] => [`parameters of ${one.id} (SHA-256)`, one.parametersSha256]),
    ...plan.weights.map((one): [string, string] => [`network ${one.id} (SHA-256)`, one.sha256]),
    ...Object.entries(plan.sampling).map(([name, value]): [string, string] => [`sampling: ${name}`, String(value)]),
    ['execution provider', plan.provider],
  ];
  return node(names(`${id}/tool`), 'uco-tool:ConfiguredTool', {
    'uco-core:name': `Penumbra as planned for ${id}`,
    'uco-tool:version': plan.penumbraVersion,
    'uco-configuration:isConfigurationOf': tool(names, 'Penumbra', plan.penumbraVersion),
    'uco-configuration:usesConfiguration': node(names(`${id}/plan`), 'uco-configuration:Configuration', {
      'uco-configuration:configurationEntry': items.map(([itemName, itemValue]) =>
        node(names(`${id}/plan/${itemName}`), 'uco-configuration:ConfigurationEntry', {
          'uco-configuration:itemName': itemName,
          'uco-configuration:itemValue': itemValue,
        }),
      ),
    }),
  });
}

export function* findingNodes(store: CaseReader, names: Names): Generator<Node> {
  const ended = new Map(store.jobs().map(({ id, finishedAtUtc }) => [id, finishedAtUtc]));
  for (const finding of store.findings()) {
    const at = ended.get(finding.jobId) ?? null;
    yield node(names(finding.id), 'uco-analysis:AnalyticResult', {
      'uco-core:name': `${finding.id}: ${finding.title}`,
      'uco-core:description': `${finding.explanation} To check: ${finding.check}`,
      'uco-core:statement': findingWords(finding),
      'uco-core:tag': [finding.detectorId, finding.kind, finding.weight],
      'uco-core:objectCreatedTime': at === null ? null : time(at),
      'uco-analysis:resultContent': [names(finding.exhibitId)],
    });
  }
}

/** Decisions are annotations by a person on what a machine found; one that was taken back says so. */
export function* reviewNodes(store: CaseReader, names: Names): Generator<Node> {
  const seen = new Map<string, number>();
  for (const { action, subject, seq } of entriesOf(store)) {
    if (action !== 'finding.reviewed') continue;
    const nth = seen.get(subject) ?? 0;
    seen.set(subject, nth + 1);
    const review = store.reviews(subject)[nth];
    if (review === undefined) continue;
    const { decision, reason, by, atUtc, withdrawn } = review;
    yield node(names(`review/${String(seq)}`), 'uco-core:Annotation', {
      'uco-core:name': `decision on ${subject}`,
      'uco-core:statement': `${decision}: ${reason}`,
      'uco-core:object': [names(subject)],
      'uco-core:createdBy': person(names, by),
      'uco-core:objectCreatedTime': time(atUtc),
      ...takenBack(withdrawn),
    });
  }
}

function outcomeWords(outcome: Outcome): Json {
  switch (outcome.status) {
    case 'measured':
      return `measured, score ${String(outcome.score)}: ${outcome.statement}`;
    case 'abstained':
    case 'notApplicable':
      return `${outcome.status === 'abstained' ? 'abstained' : 'not applicable'}: ${outcome.reason}`;
    case 'failed':
      return `could not examine (${outcome.error.code})`;
  }
}

function findingWords({ measure, firstFrame, lastFrame, startUs, endUs, region, copyOf }: Finding): string {
  const interval = measure.interval === undefined ? '' : ` [${measure.interval.map(figure).join(', ')}]`;
  const frames = firstFrame === null ? '' : `, frames ${String(firstFrame)} to ${String(lastFrame)}`;
  const where = region === null ? '' : `, region ${region.map(figure).join(' ')} px`;
  const copied = copyOf === undefined ? '' : `, a copy of ${String(copyOf.startUs)} to ${String(copyOf.endUs)} µs`;
  return `${measure.name} ${figure(measure.value)}${interval} ${measure.unit}; ${String(startUs)} to ${String(endUs)} µs${frames}${where}${copied}`;
}
