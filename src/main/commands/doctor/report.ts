import { styleText } from "node:util";
import { catalog } from "../../../collectors/generated/catalog.ts";
import { visible } from "../../log/visible.ts";
import { tableLines } from "../text-table.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Finding } from "./finding.ts";
import type { MetricReport } from "./metric.ts";

/** The report for people; with colours where stdout is a terminal that has them. */
export function reportText({ collectors }: Diagnosis, findings: readonly Finding[]): string {
  const problems = findings.filter(({ isNote }) => isNote !== true).length;
  const notes = findings.length - problems;
  const rows = collectors
    .toSorted((a, b) => rank(a.state) - rank(b.state))
    .map(({ name, state, samples, last, message }) => [
      name,
      STATES[state] ?? state,
      String(samples),
      (last * 1000).toFixed(1),
      message,
    ]);
  const columns = [
    { heading: "collector" },
    { heading: "state" },
    { heading: "samples", isNumber: true },
    { heading: "ms", isNumber: true },
    { heading: "reason" },
  ] as const;
  const off = catalog.map(({ name }) => name).filter((name) => !collectors.some((record) => record.name === name));
  const parts = [
    ...findings.map(findingText),
    [`Collectors`, ...tableLines(columns, rows)].join("\n"),
    off.length === 0 ? "" : `Not enabled: ${off.join(" ")}`,
    `${counted(problems, "problem")}, ${counted(notes, "note")}.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Failing ones first. */
const ORDER = ["failed", "timeout", "partial", "waiting", "nodata", "ok"];

const STATES: Readonly<Record<string, string>> = {
  nodata: "nothing to read",
  partial: "in part",
  timeout: "not in time",
};

function rank(state: string): number {
  return ORDER.indexOf(state);
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

function findingText({ subject, what, evidence, consequence, remedy, isNote }: Finding): string {
  // Not both by one call: Node.js 22.14 would write the codes of a list of formats to pipes, too.
  const kind = isNote === true ? styleText("cyan", "note") : styleText("red", styleText("bold", "problem"));
  return [
    `${kind}  ${styleText("bold", visible(subject))}: ${visible(what)}`,
    `  evidence  ${visible(evidence)}`,
    `  missing   ${visible(consequence)}`,
    `  remedy    ${visible(remedy)}`,
  ].join("\n");
}

/** Why one metric is shown or not. */
export function metricText({ metric, series, collectors, conclusion }: MetricReport): string {
  const parts = collectors.map(({ collector, isEnabled, state, reason, sources, flags }) => {
    const detail = reason === "" ? "" : ` (${reason})`;
    const columns = [{ heading: "source" }, { heading: "state" }, { heading: "needs" }] as const;
    const rows = sources.map(({ source, state: found, remedy }) => [source, found, found === "there" ? "" : remedy]);
    const given = flags.filter(({ isGiven }) => isGiven).map(({ flag }) => flag);
    return [
      `Collector ${collector}: ${isEnabled ? `${STATES[state] ?? state}${visible(detail)}` : "not enabled"}`,
      ...(rows.length > 0 ? tableLines(columns, rows) : []),
      ...(given.length > 0 ? [`  flags: ${given.join(" ")}`] : []),
    ].join("\n");
  });
  return `${[`${styleText("bold", visible(metric))}: ${series} series`, ...parts, visible(conclusion)].join("\n\n")}\n`;
}
