import { visibleLines } from "../../log/visible.ts";
import { UsageError } from "../../options/usage-error.ts";
import { defineProgram } from "../command.ts";
import { exporterOptions } from "../in-process/exporter-options.ts";
import { orUsageError } from "../in-process/or-usage-error.ts";
import { findingsOf } from "./checks.ts";
import { diagnose, type Diagnosis } from "./diagnosis.ts";
import { explainMetric } from "./metric.ts";
import { metricText, reportText } from "./report.ts";

const HEALTHY = 0;
const FINDINGS = 1;

/** The command `doctor`. */
export default defineProgram({
  description: `Collects once with the exporter's flags and explains what is missing: what was
found, the evidence, the metrics that are missing for it, and the remedy. With
the name of a metric, only why that is shown or not. Run it as the exporter's
user. The exit status is 0 if there is no problem, 1 if there is one or the
metric is not shown, 2 if nothing could be collected. Notes are no problems.`,
  options: {
    json: { type: "boolean", default: false, describe: "Print the report as JSON." },
  },
  passesOptions: true,
  run: async ({ json }, { words, env, program }) => {
    const [metric, flags] = metricAndFlags(words);
    const diagnosis = await orUsageError(diagnose(await exporterOptions("doctor", flags, env, program)));
    return metric === undefined ? reportAll(diagnosis, json) : reportMetric(metric, diagnosis, json);
  },
});

/** A word before the first flag is the name of a metric; labels after it do not count. */
function metricAndFlags(words: readonly string[]): readonly [string | undefined, readonly string[]] {
  const [first] = words;
  if (first === undefined || first.startsWith("-")) return [undefined, words];
  const [metric = ""] = first.split("{");
  if (metric === "") throw new UsageError(`doctor: "${first}" does not name a metric`);
  return [metric, words.slice(1)];
}

async function reportAll(diagnosis: Diagnosis, json: boolean): Promise<number> {
  const findings = await findingsOf(diagnosis);
  const { collectors } = diagnosis;
  process.stdout.write(json ? jsonText({ findings, collectors }) : reportText(diagnosis, findings));
  return findings.some(({ isNote }) => isNote !== true) ? FINDINGS : HEALTHY;
}

function reportMetric(metric: string, diagnosis: Diagnosis, json: boolean): number {
  const report = explainMetric(metric, diagnosis);
  process.stdout.write(json ? jsonText(report) : metricText(report));
  return report.series > 0 ? HEALTHY : FINDINGS;
}

function jsonText(value: unknown): string {
  return visibleLines(`${JSON.stringify(value, undefined, 2)}\n`);
}
