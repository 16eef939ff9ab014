import filesystem from "../../../src/collectors/filesystem.ts";
import { openCollector, type Scraper } from "../../support/collect.ts";
import { until } from "../../support/until.ts";

/** The collector, which leaves out no type of file system. */
export function opened(flags: Readonly<Record<string, string | number>>): Scraper {
  return openCollector(filesystem, { flags: { "collector.filesystem.fs-types-exclude": "^$", ...flags } });
}

/** The same for FUSE only, with this timeout in seconds. */
export function onlyFuse(timeout: number): Scraper {
  return opened({
    "collector.filesystem.fs-types-include": "^fuse",
    "collector.filesystem.mount-timeout": timeout,
    "collector.filesystem.fs-types-exclude": "",
  });
}

/** What a scrape shows of mounts. */
export interface Shown {
  /** Label and value of every device_error. */
  readonly errors: readonly string[];
  /** Mounts with the size that the FUSE server gives. */
  readonly sizes: number;
  readonly logs: number;
  /** How many mounts are reported as hanging. */
  readonly hanging: number;
}

export async function shown(scraper: Scraper): Promise<Shown> {
  const { text, status, message, logs, hostFaults } = await scraper.scrape();
  if (status !== "ok") throw new Error(message);
  const errors = [...text.matchAll(/^node_filesystem_device_error\{.*device_error="([^"]*)".*\} (\S+)$/gm)];
  return {
    errors: errors.map(([, label, value]) => `${label} ${value}`),
    sizes: [...text.matchAll(/^node_filesystem_size_bytes\{.*\} 4.096e\+06$/gm)].length,
    logs: logs.length,
    hanging: hostFaults.filter(({ problem }) => problem.startsWith("does not answer (fuse")).length,
  };
}

/** The first scrape in which so many mounts have their sizes: starting the probe's child may take longer than a timeout. */
export async function shownWhole(scraper: Scraper, sizes = 1): Promise<Shown> {
  let found = await shown(scraper);
  await until(async () => found.sizes === sizes || (found = await shown(scraper)).sizes === sizes);
  return found;
}
