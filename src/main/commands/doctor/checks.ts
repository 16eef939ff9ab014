import { checkBus } from "./checks/bus.ts";
import { checkCollectors } from "./checks/collectors.ts";
import { checkHidepid } from "./checks/hidepid.ts";
import { checkHost } from "./checks/host.ts";
import { checkListen } from "./checks/listen.ts";
import { checkPerf } from "./checks/perf.ts";
import { checkRootfs } from "./checks/rootfs.ts";
import { checkClock, checkDescriptors, checkUdev } from "./checks/setup.ts";
import { checkTextfiles } from "./checks/textfiles.ts";
import { checkWeb } from "./checks/web-config.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Finding } from "./finding.ts";

type Check = (diagnosis: Diagnosis) => readonly Finding[] | Promise<readonly Finding[]>;

/** All checks, in the order of the report. */
const CHECKS: readonly Check[] = [
  checkCollectors,
  checkHost,
  checkRootfs,
  checkHidepid,
  checkPerf,
  checkBus,
  checkTextfiles,
  checkListen,
  checkWeb,
  checkDescriptors,
  checkUdev,
  checkClock,
];

/** What all checks find, each cause once, notes last. */
export async function findingsOf(diagnosis: Diagnosis): Promise<readonly Finding[]> {
  const findings = (await Promise.all(CHECKS.map(async (check) => check(diagnosis)))).flat();
  const explained = new Set(findings.flatMap(({ explains = [] }) => explains));
  const causes = findings.filter(({ subject, explains }) => explains !== undefined || !explained.has(subject));
  return causes.toSorted((a, b) => Number(a.isNote ?? false) - Number(b.isNote ?? false));
}
