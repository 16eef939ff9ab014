import { costOf, type Users } from "../config/users.ts";

/** No password is known to match this; only its cost counts. */
function unmatched(cost: number): string {
  return `$2b$${String(cost).padStart(2, "0")}$${".".repeat(53)}`;
}

function highestCost(users: Users): number {
  return Math.max(...[...users.values()].map(costOf));
}

/** What an unknown user is compared with: as much work as the most expensive user. */
export function hashOfNobody(users: Users): string {
  return unmatched(highestCost(users));
}

/**
 * Hashes that make up the work between that of `hash` and that of the most expensive user, for a wrong password:
 * the time of a refusal then tells nothing about the user. Work doubles with each cost, so 2^c + (2^c + … + 2^(h-1)) = 2^h.
 */
export function paddingOf(hash: string, users: Users): readonly string[] {
  const cost = costOf(hash);
  return Array.from({ length: highestCost(users) - cost }, (_, index) => unmatched(cost + index));
}
