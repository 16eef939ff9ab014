/**
 * Scrapes at an interval, as a Prometheus server makes them, with several programs at the same time: CPU time within and
 * between scrapes, wake-ups and memory, from the start on. Code and caches are cold then, unlike in a closed loop.
 */
import { join } from "node:path";
import { caseOf, CASES } from "./cadence/cases.ts";
import { type Course, follow, type Subject } from "./cadence/course.ts";
import { factsLine, type Summary, summarize } from "./cadence/summary.ts";
import { readOptions } from "./options.ts";
import { ownExecutable, peerExecutable } from "./program/executable.ts";
import { lineChart } from "./report/lines.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure, table, times } from "./report/table.ts";

const options = readOptions("bench:cadence", `scrapes at an interval; cases: ${Object.keys(CASES).join(", ")}`, {
  seconds: 0,
  rounds: 1,
  warmUp: 0,
  own: { case: "steady", every: 0, scrapes: 0, rest: 0, plain: 0, program: "", against: "" },
});
const name = options.text("case");
const chosen = caseOf(name, {
  every: options.number("every"),
  scrapes: options.number("scrapes"),
  warmUp: options.warmUp,
  rest: options.number("rest"),
  idle: options.seconds,
});
if (chosen === undefined) {
  console.error(`--case: "${name}" is none of ${Object.keys(CASES).join(", ")}`);
  process.exit(2);
}
const { every, scrapes, windows, warmUp, rest, idle } = chosen;
const gzip = options.number("plain") === 0;
const subjects = subjectsOf();
console.log(`${machineLine()}; ${subjects.map(({ label }) => label).join(", ")}`);
console.log(
  `${name}: ${warmUp > 0 ? `${warmUp} scrapes to warm up, ${rest} s of rest, ` : ""}${idle > 0 ? `${idle} s without a scrape, ` : ""}` +
    `${scrapes} scrapes ${every} s apart, ${gzip ? "compressed" : "plain"}, ${options.rounds} rounds`,
);

/** By program, then by round. */
const courses: Course[][] = subjects.map(() => []);
for (let round = 0; round < options.rounds; round++) {
  const done = await Promise.all(subjects.map((subject, i) => follow(subject, chosen, gzip, i / subjects.length)));
  done.forEach((course, i) => courses[i]?.push(course));
}

const summaries = courses.map((each) => summarize(each, windows));
for (const [w, [from, to]] of windows.entries()) {
  const rows = subjects.map(({ label }, i) => row(label, summaries[i]?.[w], summaries.at(-1)?.[w]));
  const columns = ["CPU ms/scrape", "within", "between", "wake-ups", "with the start", "ratio", "with the start"];
  const headings = [{ heading: `scrapes ${from} to ${to}`, left: true }, ...columns.map((heading) => ({ heading }))];
  console.log(`\n${table(headings, rows)}`);
}
console.log("");
for (const [i, { label }] of subjects.entries()) console.log(`${label}: ${factsLine(courses[i] ?? [])}`);

writeResults(options.out, {
  name: `cadence-${name}`,
  programs: subjects.map(({ label, executable }) => ({ ...executable, name: label })),
  conditions: { case: name, ...chosen, gzip, rounds: options.rounds },
  results: subjects.map(({ label }, i) => ({ program: label, windows: summaries[i], courses: courses[i] })),
  svg: lineChart(`One scrape every ${every} s`, machineLine(), "scrapes", [
    panel("CPU time within a scrape, ms", "within"),
    panel("CPU time until the next scrape, ms", "between"),
  ]),
});

/** This program, those that are given beside it, and the one to compare with, which is the last one. */
function subjectsOf(): readonly Subject[] {
  const paths = options.text("program").split(",");
  const subjects = paths.map((words): Subject => {
    const [path = "", ...flags] = words.split(" ").filter((word) => word !== "");
    const executable = ownExecutable(path === "" ? options.ours : path);
    return { label: words === "" ? executable.name : words, executable, flags };
  });
  const against = options.text("against");
  if (against !== "")
    subjects.push({ label: "older build", executable: ownExecutable(join(against, "dist/main/cli.js")), flags: [] });
  const peer = peerExecutable(options.peer);
  if (peer === undefined) console.log("no peer: node_exporter is not on PATH (or --peer none)");
  else subjects.push({ label: `${peer.name} ${peer.version}`, executable: peer, flags: [] });
  return subjects;
}

function row(label: string, own: Summary | undefined, last: Summary | undefined): readonly string[] {
  return [
    label,
    ...[own?.cpu, own?.within, own?.between, own?.wakeUps, own?.withStart].map(figure),
    times(own?.cpu, last?.cpu),
    times(own?.withStart, last?.withStart),
  ];
}

function panel(title: string, field: "within" | "between") {
  const lines = subjects.map(({ label }, i) => ({
    series: label,
    points: (courses[i]?.[0]?.steps ?? []).map((step, x) => ({ x, y: step[field] })),
  }));
  return { title, lines };
}
