import { costOf, type Users } from "../config/users.ts";

/** What comparing passwords takes with these users. Work doubles with each step of a bcrypt cost. */
export interface Work {
  /** What the password of an unknown user is compared with: no password is known to match it. */
  readonly hashOfNobody: string;
  /** All comparisons take as long as one with nobody's hash. */
  readonly isEven: boolean;
  /** How often as long as that the most expensive comparison takes. */
  readonly longest: number;
  /** How often as long as that a comparison with this hash takes. */
  readonly times: (hash: string) => number;
}

/** An unknown user costs as much as users do, but where these differ enough to be measured, and never much. */
const LEAST_COST = 10;
const MOST_COST = 12;

export function workOf(users: Users): Work {
  const costs = [...users.values()].map(costOf);
  const [lowest, highest] = [Math.min(...costs, MOST_COST), Math.max(...costs, 0)];
  const cost = Math.min(Math.max(lowest, LEAST_COST), Math.max(highest, lowest), MOST_COST);
  return {
    hashOfNobody: `$2b$${String(cost).padStart(2, "0")}$${".".repeat(53)}`,
    isEven: costs.every((each) => each === cost),
    longest: 2 ** Math.max(0, highest - cost),
    times: (hash) => 2 ** (costOf(hash) - cost),
  };
}
