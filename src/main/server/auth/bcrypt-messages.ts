/** One login to check. */
export interface BcryptQuestion {
  readonly id: number;
  readonly password: string;
  readonly hash: string;
  /** Hashes to compare with as well after a mismatch, so that every wrong login takes the same time. */
  readonly padding: readonly string[];
}

export interface BcryptAnswer {
  readonly id: number;
  readonly matches: boolean;
}
