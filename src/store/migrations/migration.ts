/** What a migration is. Its version is the number in its file name; user_version holds the last one that ran. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** SQL only: a migration must not depend on code that changes later. */
  readonly sql: string;
}
