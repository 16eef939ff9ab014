import { nodeCrypto } from "../late-modules.ts";

/** Wrong credentials to remember; of right ones there are as many as users. */
const MAX_REFUSED = 1000;
const MAX_ACCEPTED = 1000;

/** Remembers the results for credentials by a digest. Wrong ones are kept apart, so that a flood of them displaces no right one. */
export class Verdicts {
  private secret: Uint8Array | undefined;
  private readonly accepted = new Set<string>();
  private readonly refused = new Set<string>();

  /**
   * The key of credentials. Every part is preceded by its length, so that no other parts make the same text
   * (CVE-2022-46146), and the stored hash is one of them, so that a changed password has a new key.
   */
  key(user: string, storedHash: string, password: string): string {
    const parts = [user, storedHash, password].map((part) => Buffer.from(part));
    const pieces = parts.flatMap((part) => [lengthOf(part), part]);
    const { hash, randomBytes } = nodeCrypto();
    this.secret ??= randomBytes(32);
    return hash("sha256", Buffer.concat([this.secret, ...pieces]), "base64");
  }

  get(key: string): boolean | undefined {
    if (this.accepted.has(key)) return true;
    return this.refused.has(key) ? false : undefined;
  }

  set(key: string, isRight: boolean): void {
    if (isRight) remember(this.accepted, key, MAX_ACCEPTED);
    else remember(this.refused, key, MAX_REFUSED);
  }
}

function lengthOf(part: Uint8Array): Uint8Array {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(part.length);
  return length;
}

/** The oldest goes first. */
function remember(set: Set<string>, key: string, limit: number): void {
  if (set.size >= limit) for (const oldest of set.values()) return void (set.delete(oldest) && set.add(key));
  set.add(key);
}
