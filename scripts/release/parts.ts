/** What every kind of package is made of. */
export interface ReleaseParts {
  /** The single executable. */
  readonly executable: string;
  /** The terms of all that is inside of it. */
  readonly licences: string;
  /** The directory that packages are written to. */
  readonly output: string;
  /** What all files are dated, in seconds since 1970. */
  readonly seconds: number;
  /** Weak compression, in a quarter of the time. */
  readonly isFast: boolean;
}
