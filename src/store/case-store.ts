/** The open case database as the core sees it. */
// The store's builder replaces this placeholder with the real interface.
export interface CaseStore {
  readonly folder: string;
}
