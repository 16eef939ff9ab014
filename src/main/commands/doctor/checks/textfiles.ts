import { globSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../../collectors/kit/errors.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";

const DIRECTORIES = "collector.textfile.directory";
const COLLECTOR = "textfile";

/** Faults of textfiles that the collector has found, and directories that are not there. */
export function checkTextfiles({
  options: { collectors },
  faults,
  collectors: records,
}: Diagnosis): readonly Finding[] {
  const isStuck = records.some(({ name, state }) => name === COLLECTOR && state === "timeout");
  if (!collectors.enabled.includes(COLLECTOR) || isStuck) return [];
  const directories = collectors.flags[DIRECTORIES];
  const names = Array.isArray(directories) ? directories.map(String).filter((name) => name !== "") : [];
  const ofFiles = faults.filter(({ collector, subject }) => collector === COLLECTOR && !names.includes(subject));
  return [...names.flatMap(checkDirectory), ...ofFiles.map(faulty)];
}

function faulty({ subject, problem }: { readonly subject: string; readonly problem: string }): Finding {
  return {
    subject: COLLECTOR,
    what: "a textfile has a fault",
    evidence: `${subject}: ${problem}`,
    consequence: "what the fault is about, or the whole file; node_textfile_scrape_error is 1",
    remedy: `correct what writes it; lint-textfile ${subject} names every line`,
  };
}

function checkDirectory(name: string): readonly Finding[] {
  const isPattern = /[*?[]/.test(name);
  try {
    const files = (isPattern ? globSync(name) : [name]).flatMap((directory) =>
      readdirSync(directory)
        .filter((file) => file.endsWith(".prom"))
        .map((file) => join(directory, file)),
    );
    return files.length > 0 ? [] : [empty(name)];
  } catch (error) {
    return [
      {
        subject: `--${DIRECTORIES}`,
        what: "a directory of textfiles cannot be read",
        evidence: messageOf(error),
        consequence: "all families of its textfiles",
        remedy: `create ${name}, or make it readable for the exporter's user`,
      },
    ];
  }
}

function empty(name: string): Finding {
  return {
    subject: `--${DIRECTORIES}`,
    what: "a directory has no textfiles",
    evidence: `no *.prom in ${name}`,
    consequence: "nothing that the exporter knows of",
    remedy: "write files whose names end in .prom, each by renaming a complete one",
    isNote: true,
  };
}
