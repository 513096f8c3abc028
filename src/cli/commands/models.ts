/** `penumbra models list|add|verify|remove`: the networks that a laboratory brings along. */
import { resolve } from 'node:path';
import type { InstalledPack, PackCheck } from '../../contract/packs.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { callInProcess } from '../in-process.ts';

const line = ({ detectorId, sha256, card }: InstalledPack): string =>
  `${detectorId} ${card.version}  ${card.name}  ${sha256}  licence: ${card.licence}  origin: ${card.origin}`;

const answersInWords = ({ answers }: PackCheck): string[] =>
  answers.map(({ file, expected, given }) => `  ${file}: ${given.toFixed(6)}, known answer ${expected.toFixed(6)}`);

export const modelsList: Command = {
  name: 'models list',
  usage: 'models list [--json]',
  summary: 'list the model packs of this machine',
  help: '  --json  print one JSON array: name of the detector, SHA-256 of the network, card',
  async run(args, io) {
    const { values } = readArguments(args, [], { json: { type: 'boolean' } });
    const packs = await callInProcess(await io.openApp(), 'packs.list', {});
    if (values.json === true) io.out(JSON.stringify(packs));
    else for (const pack of packs) io.out(line(pack));
    if (packs.length === 0) io.say('no model packs are installed');
    return 0;
  },
};

export const modelsAdd: Command = {
  name: 'models add',
  usage: 'models add <folder or zip>',
  summary: 'check a model pack and copy it into the data folder',
  help: `  A pack holds card.json, network.onnx and one to eight reference crops, and nothing else. It is refused unless every file has the size
  and hash of the card and the network gives the known answers. "examine --detectors pack:<id>" then asks it about faces.`,
  async run(args, io) {
    const { positionals } = readArguments(args, ['<folder or zip>'], {});
    const { pack, check } = await (await io.openApp()).addPack(resolve(positionals[0] ?? ''));
    io.out([line(pack), ...answersInWords(check)].join('\n'));
    return 0;
  },
};

export const modelsVerify: Command = {
  name: 'models verify',
  usage: 'models verify <id>',
  summary: 'hash a model pack again and ask it its reference crops',
  help: '  Exit code 3 with the reason when a file changed or an answer differs.',
  async run(args, io) {
    const { positionals } = readArguments(args, ['<id>'], {});
    const check = await callInProcess(await io.openApp(), 'packs.verify', { packId: plain(positionals[0]) });
    io.out(['every file has its hash, every known answer was given', ...answersInWords(check)].join('\n'));
    return 0;
  },
};

export const modelsRemove: Command = {
  name: 'models remove',
  usage: 'models remove <id>',
  summary: 'take a model pack off this machine',
  help: '  Examinations that used it keep its card, so their conclusions can still be repeated.',
  async run(args, io) {
    const { positionals } = readArguments(args, ['<id>'], {});
    const packId = plain(positionals[0]);
    await callInProcess(await io.openApp(), 'packs.remove', { packId });
    io.out(`${packId} was removed`);
    return 0;
  },
};

/** As the pack or as its detector is named. */
const plain = (name = ''): string => name.replace(/^pack:/, '');
