import type { Options } from "../../options/options.ts";
import type { CollectorRecord } from "../../self/collector-records.ts";
import type { KnownFault } from "../../self/known-faults.ts";
import { startOwnExporter } from "../in-process/own-exporter.ts";
import { silentLog } from "../in-process/silent-log.ts";
import { readMounts, type MountLine } from "./mounts.ts";

/** What the checks look at: the exporter's options, and what one collection of it showed. */
export interface Diagnosis {
  readonly options: Options;
  readonly collectors: readonly CollectorRecord[];
  /** What collectors cannot read of the host. */
  readonly faults: readonly KnownFault[];
  /** The exposition, in text format 0.0.4. */
  readonly text: string;
  /** What is mounted where, as this process sees it. */
  readonly mounts: readonly MountLine[];
}

/** Collects once; rejects with StartError or FetchError where nothing can be collected. */
export async function diagnose(options: Options): Promise<Diagnosis> {
  const exporter = await startOwnExporter(options, silentLog);
  try {
    const text = await exporter.scrape("", options.scrape.defaultTimeout);
    const { collectors, faults } = exporter;
    return {
      options,
      collectors,
      faults: faults.list,
      text: text.toString(),
      mounts: readMounts(),
    };
  } finally {
    await exporter.close();
  }
}

/** The value of a series without labels; undefined where it is not shown. */
export function shownValue({ text }: Diagnosis, family: string): number | undefined {
  const [, value] = new RegExp(`^${family} (\\S+)$`, "m").exec(text) ?? [];
  return value === undefined ? undefined : Number(value);
}
