import { hashSync } from "bcryptjs";
import { expect, test } from "vitest";
import { BcryptWorker } from "../../../../src/main/server/auth/bcrypt-worker.ts";
import { cleanUp } from "../../../support/clean-up.ts";
import { logTo } from "../support.ts";

const HASH = hashSync("secret", 4);

/** No hash at all ends the thread. */
const FATAL = { password: "secret", hash: undefined as unknown as string };

test("who waits when the thread ends learns nothing, and who asks then is answered by the next thread", async () => {
  const logged: string[] = [];
  const worker = new BcryptWorker(logTo(logged));
  cleanUp(() => worker.close());
  const answers: (boolean | undefined)[] = [];
  const next = new Promise<boolean | undefined>((resolve) => {
    worker.compare(FATAL, (matches) => {
      answers.push(matches);
      worker.compare({ password: "secret", hash: HASH }, resolve);
    });
  });
  expect([await next, answers]).toEqual([true, [undefined]]);
  expect(logged).toEqual([expect.stringMatching(/^error passwords cannot be compared err=Error: Illegal arguments/)]);
});
