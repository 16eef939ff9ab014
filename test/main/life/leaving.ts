/**
 * A program that is done before anybody has read what it has written to stdout or stderr, whichever its first argument
 * names; the second one is its status. Tells its parent when every timer that it had set by then has run out.
 */
import { mock } from "node:test";
import { leaveWhenDone } from "../../../src/main/life/leave.ts";

/** Far more than a pipe holds. */
const OUTPUT = "x".repeat(8 << 20);

const [, , name, status] = process.argv;
const stream = name === "stderr" ? process.stderr : process.stdout;
stream.on("error", () => {});
// As a thread in a system call does, this keeps the process from ending by itself.
setInterval(() => {}, 2 ** 31 - 1);

mock.timers.enable({ apis: ["setTimeout"] });
stream.write(OUTPUT);
leaveWhenDone(Number(status));
setImmediate(() => {
  mock.timers.runAll();
  mock.timers.reset();
  process.send?.("timers have run out");
});
