/** Everything that the command palette offers, and which of it a few letters mean. */
import uFuzzy from '@leeoniya/ufuzzy';
import { seenText } from '../../base/seen-text.ts';
import type { Finding } from '../../contract/analysis.ts';
import { COMMANDS, type Command, type Surface } from '../views/workspace/commands.ts';
import { keyWords } from '../views/workspace/keyboard.ts';
import type { Desk } from './desk.svelte.ts';
import { KIND_WORDS } from './words.ts';
import { isNote, toggled, type Item } from './finding-order.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly words: string;
  /** Keys, or where it is. */
  readonly detail: string;
  readonly run: () => void;
}

/** Keys of a tool that is not in hand would do nothing. */
function atHand(desk: Desk, { where, offered }: Command): boolean {
  const { side, light, viewer } = desk;
  if (offered !== undefined && !offered(desk)) return false;
  if (where === 'light') return side === 'light';
  if (where === 'point') return side === 'light' && light.selected !== null;
  if (where === 'crosshair') return viewer.probing;
  return true;
}

const ofCommands = (desk: Desk, surface: Surface): PaletteEntry[] =>
  COMMANDS.filter((command) => atHand(desk, command) && command.id !== 'palette').map((command) => ({
    id: `command-${command.id}`,
    group: command.group,
    words: command.words,
    detail: command.keys[0] === undefined ? '' : keyWords(command.keys[0]),
    run: () => {
      if (command.where !== 'everywhere') desk.view = 'examine';
      command.run(desk, surface);
    },
  }));

const ofExhibits = (desk: Desk): PaletteEntry[] =>
  desk.state.exhibits.map((exhibit) => ({
    id: `exhibit-${exhibit.id}`,
    group: 'Exhibit',
    words: `${exhibit.id} ${seenText(exhibit.originalName)}`,
    detail: KIND_WORDS[exhibit.kind],
    run: () => {
      desk.view = 'examine';
      void desk.select(exhibit);
    },
  }));

const ofDetectors = (desk: Desk, surface: Surface): PaletteEntry[] =>
  desk.examinations.cardsShown.flatMap((card) => {
    const examine = (act: () => void) => () => {
      desk.view = 'examine';
      act();
    };
    return [
      {
        id: `method-${card.id}`,
        group: 'Method',
        words: `Method card: ${card.title}`,
        detail: card.id,
        run: () => surface.method(card.id),
      },
      {
        id: `drawing-${card.id}`,
        group: 'Drawing',
        words: `Drawing of ${card.title}: on, off`,
        detail: card.id,
        run: examine(() => (desk.viewer.layers = toggled(desk.viewer.layers, `detector:${card.id}` as const))),
      },
      {
        id: `only-${card.id}`,
        group: 'Findings',
        words: `Only findings of ${card.title}`,
        detail: card.id,
        run: examine(() => {
          desk.side = 'findings';
          desk.findings.set({ detectorId: card.id });
        }),
      },
    ];
  });

const ofLanes = (desk: Desk): PaletteEntry[] =>
  (desk.viewer.timed ? desk.lanes.list : []).map(({ id }) => ({
    id: `lane-${id}`,
    group: 'Timeline',
    words: `Go to the lane of ${desk.examinations.card(id)?.title ?? id}`,
    detail: id,
    run: () => {
      desk.view = 'examine';
      desk.lanes.goTo(id);
    },
  }));

const ofItems = (desk: Desk, items: readonly Item[]): PaletteEntry[] =>
  items.map((item) => ({
    id: `item-${item.id}`,
    group: isNote(item) ? 'Own finding' : 'Finding',
    words: `${item.id} ${isNote(item) ? item.text : item.title}`,
    detail: isNote(item) ? item.exhibitId : `${item.exhibitId} ${item.detectorId}`,
    run: () => {
      desk.view = 'examine';
      void desk.openItem(item);
    },
  }));

/** `whole`: findings of the other exhibits too, where they have been read. */
export function everything(desk: Desk, surface: Surface, whole: readonly Finding[]): PaletteEntry[] {
  const known = new Set(desk.findings.inScope.map(({ id }) => id));
  const shown = new Set(desk.state.exhibits.flatMap(({ id }) => desk.examinations.shown(id)?.id ?? []));
  const others = whole.filter(({ id, jobId }) => !known.has(id) && shown.has(jobId));
  return [
    ...ofCommands(desk, surface),
    ...ofExhibits(desk),
    ...ofDetectors(desk, surface),
    ...ofLanes(desk),
    ...ofItems(desk, [...desk.findings.inScope, ...others]),
  ];
}

/** Letters of a word may have others between them; words may come in any order. */
const fuzzy = new uFuzzy({ intraIns: 2 });
/** Above so many hits they are not set in order of likeness, which would take longer than a person notices. */
const RANKED = 2000;

/** The likest first; without letters everything but findings, as it stands. */
export function search(entries: readonly PaletteEntry[], needle: string, most: number): PaletteEntry[] {
  const letters = needle.trim();
  if (letters === '') return entries.filter(({ id }) => !id.startsWith('item-')).slice(0, most);
  const hay = entries.map(({ words, detail }) => `${words} ${detail}`);
  const [found, info, order] = fuzzy.search(hay, letters, 4, RANKED);
  const indexes = order?.map((at) => info.idx[at] ?? -1) ?? found ?? [];
  return indexes.slice(0, most).flatMap((index) => entries[index] ?? []);
}
