/** The sections in their order, by number: what the texts of a report refer to. Parts that are left out keep their number, except the last two. */
export const SECTION = {
  administrative: 1,
  items: 2,
  propositions: 3,
  recipe: 4,
  coverage: 5,
  findings: 6,
  review: 7,
  ratios: 8,
  limits: 9,
  notExamined: 10,
  custody: 11,
  signature: 12,
  structure: 13,
  methods: 14,
  certification: 15,
  glossary: 16,
} as const;

export type SectionName = keyof typeof SECTION;

/** For the middle of a sentence. */
export const inSection = (name: SectionName): string => `section ${String(SECTION[name])}`;
