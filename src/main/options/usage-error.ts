/** A command line that cannot be followed; the message names the flag. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Config files that cannot be used; each problem is a line that names file, line, column and key. */
export class ConfigFileError extends UsageError {
  override readonly name = "ConfigFileError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const [first = "", ...others] = problems;
    super(others.length === 0 ? first : `${first} (and ${others.length} more, see check-config)`);
    this.problems = problems;
  }
}
