import type { YamlValue } from "../../config-files/yaml-value.ts";

/** Bcrypt hash by user name. */
export type Users = ReadonlyMap<string, string>;

/** Version, cost and 53 characters of salt and hash. */
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const MIN_COST = 4;
const MAX_COST = 31;

/** The hash itself never appears in a message. */
export function readUsers(value: YamlValue | undefined): Users {
  const users = [...(value?.entries() ?? [])].map(([name, entry]) => [name, readHash(entry)] as const);
  return new Map(users);
}

function readHash(value: YamlValue): string {
  const hash = value.text();
  if (!BCRYPT.test(hash)) throw value.error("must be a bcrypt hash of 60 characters such as $2b$10$…");
  const cost = costOf(hash);
  if (cost < MIN_COST || cost > MAX_COST) throw value.error(`the cost of a hash is ${MIN_COST} to ${MAX_COST}`);
  return hash;
}

/** The work of a hash as a power of two. */
export function costOf(hash: string): number {
  return Number(BCRYPT.exec(hash)?.[1]);
}
