import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Load, Once, Seen } from "./messages.ts";
import type { Scraped } from "./once.ts";

const CHILD = join(import.meta.dirname, "child.ts");

/** Makes scrapes from a process of its own. */
export interface Loader {
  run(load: Load): Promise<Seen>;
  /** A single scrape. */
  scrape(url: string): Promise<Scraped>;
  close(): void;
}

/** `prefix`: words before the command, such as `ip netns exec NAME`. */
export function startLoader(prefix: readonly string[] = []): Loader {
  const [command, ...words] = [...prefix, process.execPath, CHILD];
  const child = spawn(command ?? "", words, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    run: (load) => ask<Seen>(child, load),
    scrape: (url) => ask<Scraped>(child, { kind: "once", url }),
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
}

function ask<T extends object>(child: ChildProcess, load: Load | Once): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("the load generator ended"));
    child.once("exit", ended);
    child.once("message", (answer: T | { readonly failed: string }) => {
      child.off("exit", ended);
      if ("failed" in answer) reject(new Error(answer.failed));
      else resolve(answer);
    });
    child.send(load);
  });
}
