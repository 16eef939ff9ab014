/** Prints what damaged records cost, a line for every collector and host. */
import { readArguments } from "../../../scripts/arguments.ts";
import { comparedHosts } from "../../compared-hosts/hosts.ts";
import { cleanUpNow } from "../../support/clean-up.ts";
import { subjects, WITHOUT_RECORDS } from "./subjects.ts";

const { others: asked } = readArguments({
  call: "npm run -s damage --",
  summary: "damages the records that collectors read and prints what that costs",
  options: {},
  others: "COLLECTOR",
});
const isAsked = (collector: string): boolean => asked.length === 0 || asked.includes(collector);
const columns = (texts: readonly (string | number)[]) =>
  texts.map((text, i) => (i === 0 ? String(text).padEnd(24) : String(text).padStart(10))).join("");
let wrong = 0;
try {
  console.log(columns(["collector", "files", "kinds", "cases", "unchanged", "reported"]));
  for (const { collector, run } of subjects(comparedHosts())) {
    if (!isAsked(collector)) continue;
    const result = await run();
    console.log(
      columns([result.collector, result.files, result.kinds, result.cases, result.unchanged, result.reported]),
    );
    for (const fault of result.faults) console.log(`  ${fault}`);
    wrong += result.faults.length;
  }
  for (const [collector, reason] of Object.entries(WITHOUT_RECORDS))
    if (isAsked(collector)) console.log(`${collector.padEnd(24)} ${reason}`);
} finally {
  await cleanUpNow();
}
process.exitCode = wrong === 0 ? 0 : 1;
