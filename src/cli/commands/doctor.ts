/** `penumbra doctor`: says what of this program's surroundings is there, and what is missing. */
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor [--providers] [--json]',
  summary: 'check this machine: programs, weights, runtime, folders',
  help: `  Exit code 1 when something that is needed is missing. What is optional is only named.
  --providers  give each way to run the networks four minutes instead of 20 s to answer
  --json       print one JSON array of {name, state, words}; state is "ok", "absent" (optional) or "missing" (needed)`,
  async run(args, io) {
    const { values } = readArguments(args, [], { json: { type: 'boolean' }, providers: { type: 'boolean' } });
    const findings = [];
    // Loaded only now, so that a broken installation stops no other command.
    const { doctorChecks } = await import('../doctor-checks.ts');
    for (const check of doctorChecks({ allProviders: values.providers === true })) {
      io.progress(`checking ${check.name}`);
      const { state, words } = await check.run();
      findings.push({ name: check.name, state, words });
      if (values.json !== true) io.out(`${state.padEnd(8)} ${check.name}: ${words}`);
    }
    if (values.json === true) io.out(JSON.stringify(findings));
    return findings.some(({ state }) => state === 'missing') ? 1 : 0;
  },
};
