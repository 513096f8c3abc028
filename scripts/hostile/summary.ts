/** The measured results as tables of Markdown. */
import type { Measured } from './measure.ts';

interface Reached {
  readonly connections: number;
  readonly leaks: readonly string[];
}

export function summary(all: readonly Measured[], { connections, leaks }: Reached): string {
  const families = [...new Set(all.map(({ family }) => family))];
  const row = (name: string, some: readonly Measured[]): string => {
    const count = (how: Measured['how']): number => some.filter((one) => one.how === how).length;
    const most = (of: (one: Measured) => number): string => String(Math.round(Math.max(...some.map(of))));
    const longest = Math.max(...some.map(({ seconds }) => seconds)).toFixed(1);
    const ends = (['result', 'typed error', 'broken', 'crash', 'hang'] as const).map((how) => String(count(how)));
    return `| ${[name, String(some.length), ...ends, longest, most(({ toolMib }) => toolMib), most(({ coreMib }) => coreMib)].join(' | ')} |`;
  };
  const codes = new Map<string, number>();
  for (const { code } of all) if (code !== '') codes.set(code, (codes.get(code) ?? 0) + 1);
  const byCount = [...codes].sort((a, b) => b[1] - a[1]);
  return [
    '| family | files | result | typed error | broken | crash | hang | longest, s | tool, MiB | Penumbra, MiB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...families.map((family) =>
      row(
        family,
        all.filter((one) => one.family === family),
      ),
    ),
    row('all', all),
    '',
    '| code | files |',
    '|---|---|',
    ...byCount.map(([code, count]) => `| \`${code}\` | ${String(count)} |`),
    '',
    `Connections to the bait's address: ${String(connections)}. Files of the cases in which the bait's title turned up: ${String(leaks.length)}.`,
  ].join('\n');
}
