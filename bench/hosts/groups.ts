/** What groups of CPUs save on a host: each value of --cpu.group beside `none`. */
import type { Content } from "../measure/agreement.ts";
import type { Figures } from "../measure/rounds.ts";
import { figure, table, times } from "../report/table.ts";

/** Results with a value of --cpu.group. */
export interface WithGroup {
  /** The host's key. */
  readonly host: string;
  readonly name: string;
  readonly group: string;
  readonly ours: Figures;
  readonly content: Readonly<Record<string, Content>>;
}

/** A row for every value; ratios against `none` on the same host. */
export function groupsTable(results: readonly WithGroup[]): string {
  const rows = results.map((result) => {
    const plain = results.find(({ host, group }) => host === result.host && group === "none");
    const { ours } = result;
    return [
      result.name,
      figure(ours.cpu),
      times(ours.cpu, plain?.ours.cpu),
      figure(ours.p50),
      times(ours.p50, plain?.ours.p50),
      figure(ours.bytes / 1024),
      times(ours.bytes, plain?.ours.bytes),
      figure(samplesOf(result)),
      times(samplesOf(result), plain && samplesOf(plain)),
    ];
  });
  const columns = ["CPU ms", "ratio", "p50 ms", "ratio", "KB", "ratio", "samples", "ratio"];
  return table([{ heading: "case", left: true }, ...columns.map((heading) => ({ heading }))], rows);
}

function samplesOf({ ours, content }: WithGroup): number | undefined {
  return content[ours.program]?.samples;
}
