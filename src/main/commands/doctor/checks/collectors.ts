import { collectorFacts } from "../../../../collectors/generated/families.ts";
import type { CollectorRecord } from "../../../self/collector-records.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { familiesText, type Finding } from "../finding.ts";
import { sourceState } from "../source-state.ts";

/** Collectors that failed, were not ready in time or left something out. */
export function checkCollectors(diagnosis: Diagnosis): readonly Finding[] {
  return diagnosis.collectors.flatMap((record) => {
    if (record.state === "failed") return [failure(record, diagnosis)];
    if (record.state === "timeout") return [timeout(record)];
    return record.state === "partial" ? [omission(record)] : [];
  });
}

function failure(record: CollectorRecord, diagnosis: Diagnosis): Finding {
  return {
    subject: record.name,
    what: "the collector failed",
    evidence: record.message,
    consequence: familiesText(familiesOf(record)),
    remedy: remedyOf(record, diagnosis),
  };
}

function timeout(record: CollectorRecord): Finding {
  const seconds = record.last.toFixed(1);
  return {
    subject: record.name,
    what: "the collector was not ready in time",
    evidence: `no result within ${seconds} s`,
    consequence: familiesText(familiesOf(record)),
    remedy: `find what it waits for (a mount, a server, a device), or switch it off with --no-collector.${record.name}`,
  };
}

function omission({ name, skipped, message }: CollectorRecord): Finding {
  const isRefused = /EACCES|EPERM|permission denied/i.test(message);
  return {
    subject: name,
    what: `${skipped} ${skipped === 1 ? "record" : "records"} left out, since they cannot be read`,
    evidence: message,
    consequence: "the series of these records only",
    remedy: isRefused
      ? "make the path readable for the exporter's user, or grant CAP_DAC_READ_SEARCH"
      : "report what the file holds if a current kernel wrote it",
  };
}

function familiesOf({ name }: CollectorRecord): readonly string[] {
  return collectorFacts[name]?.families ?? [];
}

/** What the sources lack; where they lack nothing, only the message can help. */
function remedyOf({ name, message }: CollectorRecord, { options }: Diagnosis): string {
  const lacking = (collectorFacts[name]?.sources ?? [])
    .map((source) => sourceState(source, options))
    .filter(({ state, remedy }) => (state === "absent" || state === "not readable") && remedy !== "");
  const isRefused = /EACCES|EPERM|permission denied|not permitted/i.test(message);
  const wanted = lacking.filter(
    ({ state, source }) => state === "not readable" || source.startsWith("CAP_") === isRefused,
  );
  const remedies = new Set(wanted.map(({ remedy }) => remedy));
  if (remedies.size > 0) return `provide ${[...remedies].join("; ")}; or --no-collector.${name}`;
  return `see the evidence; --no-collector.${name} switches it off`;
}
