/**
 * The start: time and CPU time until the first complete response, and memory after some scrapes, of this program,
 * its executable, node_exporter, and an empty program of Node.js with a worker thread and an HTTP server.
 */
import { emptyProgram } from "./measure/empty-program.ts";
import { measureStarts, startTable } from "./measure/start-up.ts";
import { readOptions } from "./options.ts";
import { type Executable, ownExecutable, peerExecutable } from "./program/executable.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { barChart } from "./report/bars.ts";
import { figure } from "./report/table.ts";

const options = readOptions("bench:start", "measures the start of this program, its executable and node_exporter", {
  seconds: 0,
  own: { starts: 9, program: "" },
});
const ours = ownExecutable(options.ours);
const peer = peerExecutable(options.peer);
const file = options.text("program");
const executable: Executable[] = file === "" ? [] : [{ ...ours, name: "executable", command: [file] }];
const programs = [emptyProgram, ours, ...executable, ...(peer === undefined ? [] : [peer])];

console.log(machineLine());
const starts = await measureStarts(programs, [], options.number("starts"));
console.log(`\n${startTable(starts)}\n`);
const [least, ...others] = starts;
for (const { program, cpuMilliseconds } of others)
  console.log(
    `CPU time of ${program}: ${figure(cpuMilliseconds / (least?.cpuMilliseconds ?? 0))} times that of the empty program`,
  );

writeResults(options.out, {
  name: "start",
  programs,
  conditions: { starts: options.number("starts") },
  results: starts,
  svg: barChart(
    "CPU time from the start to the first response",
    machineLine(),
    "ms",
    starts.map(({ program, cpuMilliseconds }) => ({
      name: program,
      note: "",
      bars: [{ series: "CPU time", value: cpuMilliseconds }],
    })),
  ),
});
