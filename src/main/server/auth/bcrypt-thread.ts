import { parentPort } from "node:worker_threads";
import { compare } from "bcryptjs";
import type { BcryptAnswer, BcryptQuestion } from "./bcrypt-messages.ts";

// `compare` works in slices of a tenth of a second, so that logins share the thread and a costly one holds up none.
parentPort?.on("message", (question: BcryptQuestion) => {
  void check(question).then((matches) => {
    parentPort?.postMessage({ id: question.id, matches } satisfies BcryptAnswer, []);
  });
});

async function check({ password, hash, padding }: BcryptQuestion): Promise<boolean> {
  if (await compare(password, hash)) return true;
  for (const other of padding) await compare(password, other);
  return false;
}
