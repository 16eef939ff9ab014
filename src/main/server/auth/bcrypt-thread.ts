import { parentPort } from "node:worker_threads";
import { compare } from "bcryptjs";
import type { BcryptAnswer, BcryptQuestion } from "./bcrypt-messages.ts";

// `compare` works in slices of a tenth of a second, so that comparisons share the thread and a costly one holds up none.
parentPort?.on("message", ({ id, password, hash }: BcryptQuestion) => {
  void compare(password, hash).then((matches) => {
    parentPort?.postMessage({ id, matches } satisfies BcryptAnswer, []);
  });
});
