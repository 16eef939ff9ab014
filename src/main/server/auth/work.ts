import { costOf, type Users } from "../config/users.ts";

/** What comparing passwords takes with these users. Work doubles with each step of a bcrypt cost. */
export interface Work {
  /** What the password of an unknown user is compared with: no password is known to match it. */
  readonly hashOfNobody: string;
  /** How often as long the most expensive user's comparison takes; 1: all comparisons take the same. */
  readonly longest: number;
}

/** Unknown users cost no more than this, a second or less. */
const MAX_COST_OF_NOBODY = 12;

export function workOf(users: Users): Work {
  const costs = [...users.values()].map(costOf);
  const cost = Math.min(...costs, MAX_COST_OF_NOBODY);
  return {
    hashOfNobody: `$2b$${String(cost).padStart(2, "0")}$${".".repeat(53)}`,
    longest: 2 ** (Math.max(...costs, cost) - cost),
  };
}
