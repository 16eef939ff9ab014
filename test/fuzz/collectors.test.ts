import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import type { CollectorDefinition } from "../../src/collectors/kit/define.ts";
import { NoDataError, ParseError } from "../../src/collectors/kit/errors.ts";
import { registry } from "../../src/collectors/generated/registry.ts";
import { capturedHost } from "../compared-hosts/captured/host.ts";
import { comparedCollectors } from "../compared-hosts/compare.ts";
import { openCollector } from "../support/collect.ts";
import { fuzzBudget } from "../support/fuzz-budget.ts";
import { damaged } from "../support/garbage.ts";
import { temporaryDirectory } from "../support/clean-up.ts";

/** These ask other programs or the kernel itself, not the files of a host. */
const ASKS_OTHERS = new Set(["logind", "ntp", "perf", "supervisord", "systemd"]);

/** A time after that of the last access, which is then kept by every kind of mount that keeps it at all. */
const LATER = 1_700_000_000;

describe("with a damaged file of the captured host", () => {
  let host: Host;

  beforeAll(() => {
    host = copyHost();
  });

  for (const name of comparedCollectors(capturedHost).filter((each) => !ASKS_OTHERS.has(each))) {
    test(`${name} returns values or one of its errors`, () => survivesDamage(name, host));
  }
});

interface Host {
  readonly root: string;
  /** Every file in it. */
  readonly files: readonly string[];
}

function copyHost(): Host {
  const root = temporaryDirectory();
  cpSync(capturedHost.root(), root, { recursive: true, verbatimSymlinks: true });
  // Recursive listings of Node go round in the circles of links that a sysfs has.
  const list = execFileSync("find", [root, "-type", "f", "-print0"], { encoding: "utf8", maxBuffer: 1 << 26 });
  return { root, files: list.split("\0").filter((path) => path !== "") };
}

async function survivesDamage(name: string, host: Host): Promise<void> {
  const definition = (await registry[name]?.())?.default;
  if (definition === undefined) throw new Error(`no collector ${name}`);
  const { root } = host;
  const faults: unknown[] = [];
  const open = () => openCollector(watched(definition, faults), optionsFor(definition, root));
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

function optionsFor(definition: CollectorDefinition, root: string) {
  const flags = Object.entries(capturedHost.flags(root)).filter(([flag]) => flag in definition.flags);
  return {
    paths: { procfs: `${root}/proc`, sysfs: `${root}/sys`, rootfs: root, udevData: `${root}/${capturedHost.udevData}` },
    flags: Object.fromEntries(flags),
    enabled: comparedCollectors(capturedHost),
  };
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

/** The files whose time of access an action changes; all of them where that is not kept. */
async function filesRead({ files }: Host, action: () => Promise<unknown>): Promise<readonly string[]> {
  for (const path of files) utimesSync(path, 0, LATER);
  await action();
  return files.filter((path) => statSync(path).atimeMs > 0);
}
