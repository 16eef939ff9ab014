import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import type { CollectorDefinition } from "../../src/collectors/kit/define.ts";
import { NoDataError, ParseError } from "../../src/collectors/kit/errors.ts";
import { registry } from "../../src/collectors/generated/registry.ts";
import { capturedHost } from "../compared-hosts/captured/host.ts";
import { comparedCollectors } from "../compared-hosts/compare.ts";
import { copyHost, filesRead, type HostCopy, hostOptions } from "../support/captured-host.ts";
import { openCollector } from "../support/collect.ts";
import { fuzzBudget } from "../support/fuzz-budget.ts";
import { damaged } from "../support/garbage.ts";

/** These ask other programs or the kernel itself, not the files of a host. */
const ASKS_OTHERS = new Set(["logind", "ntp", "perf", "supervisord", "systemd"]);

describe("with a damaged file of the captured host", () => {
  let host: HostCopy;

  beforeAll(() => {
    host = copyHost(capturedHost.root());
  });

  for (const name of comparedCollectors(capturedHost).filter((each) => !ASKS_OTHERS.has(each))) {
    test(`${name} returns values or one of its errors`, () => survivesDamage(name, host));
  }
});

async function survivesDamage(name: string, host: HostCopy): Promise<void> {
  const definition = (await registry[name]?.())?.default;
  if (definition === undefined) throw new Error(`no collector ${name}`);
  const { root } = host;
  const faults: unknown[] = [];
  const open = () => openCollector(watched(definition, faults), hostOptions(definition, capturedHost, root));
  const read = await filesRead(host, () => open().scrape());
  if (read.length === 0) return;
  const originals = read.map((path) => readFileSync(path));
  const damage = fc
    .nat({ max: read.length - 1 })
    .chain((file) => damaged(originals[file] ?? Buffer.alloc(0)).map((bytes) => ({ file, bytes })));
  const readable = damage.map(({ file, bytes }) => ({ path: relative(root, read[file] ?? ""), file, bytes }));
  const scraper = open();
  await fc.assert(
    fc.asyncProperty(readable, async ({ file, bytes }) => {
      const path = read[file] ?? "";
      writeFileSync(path, bytes);
      try {
        await scraper.scrape();
      } finally {
        writeFileSync(path, originals[file] ?? "");
      }
      if (faults.length > 0) throw faults.splice(0)[0];
    }),
    fuzzBudget(15),
  );
}

/** The collector with what it throws looked at: only its errors and those of system calls are in order. */
function watched(definition: CollectorDefinition, faults: unknown[]): CollectorDefinition {
  const look = (error: unknown): never => {
    const isOwn = error instanceof ParseError || error instanceof NoDataError;
    if (!isOwn && !(error instanceof Error && "code" in error)) faults.push(error);
    throw error;
  };
  return {
    ...definition,
    create(context) {
      const update = definition.create(context);
      return (emit, scrape) => {
        try {
          const returned = update(emit, scrape);
          return returned instanceof Promise ? returned.catch(look) : returned;
        } catch (error) {
          return look(error);
        }
      };
    },
  };
}
