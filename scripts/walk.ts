/**
 * Prints the files of src/ in which a function runs during one warm scrape, in both threads:
 * `npm run -s walk [-- --query collect[]=softnet] [--source DIRECTORY]`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readArguments } from "./arguments.ts";

/** Scrapes before those that count: by then everything is loaded and kept. */
const WARM_UP = 20;

/** Of so many scrapes the one with the fewest files counts: others also do what is done once a second. */
const COUNTED = 5;

/** Runs in a worker that collects; workers also have other tasks soon after the start. */
const COLLECTING = "workers/runner.ts";

const { values } = readArguments({
  call: "npm run walk --",
  summary: "lists the files of src in which a function runs during one warm scrape",
  options: { query: "collect[]=softnet", source: "" },
});
const source = values.source === "" ? join(import.meta.dirname, "../src") : resolve(values.source);
const directory = mkdtempSync(join(tmpdir(), "node-exporter-ts-walk-"));
try {
  const files = await walk();
  for (const file of files) console.log(file);
  console.log(`${files.length} files`);
} finally {
  rmSync(directory, { recursive: true });
}

async function walk(): Promise<readonly string[]> {
  const coverage = join(import.meta.dirname, "walk/coverage.ts");
  const words = ["--import", coverage, join(source, "main/cli.ts"), "--web.listen-address=127.0.0.1:0"];
  const child = spawn(process.execPath, words, {
    env: { ...process.env, WALK_DIRECTORY: directory },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const url = `http://${await listening(createInterface(child.stderr))}/metrics?${encodeURI(values.query)}`;
    for (let i = 0; i < WARM_UP; i++) await scrape(url);
    // Whatever ran since the start.
    await reports(child, () => scrape(url));
    const walks: (readonly string[])[] = [];
    while (walks.length < COUNTED) {
      const files = filesOf(await reports(child, () => scrape(url)));
      if (files.includes(COLLECTING)) walks.push(files);
    }
    return walks.reduce((least, files) => (files.length < least.length ? files : least));
  } finally {
    child.kill();
    await once(child, "exit");
  }
}

async function listening(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const address = /msg=listening address=(\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("the program has ended");
}

async function scrape(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  await response.text();
}

/** Does something, and resolves to the names of the reports that both threads have written since. */
async function reports(child: ChildProcess, act: () => Promise<void>): Promise<string[]> {
  const before = new Set(allReports());
  const fresh = (): string[] => allReports().filter((name) => !before.has(name));
  const isThere = (thread: string): boolean => fresh().some((name) => name.startsWith(thread));
  const watcher = watch(directory);
  const written = on(watcher, "change");
  await act();
  child.kill("SIGUSR2");
  while (!isThere("main") || !isThere("worker")) await written.next();
  watcher.close();
  return fresh();
}

function allReports(): string[] {
  return readdirSync(directory).filter((name) => name.endsWith(".json"));
}

function filesOf(reports: readonly string[]): string[] {
  const urls = reports.flatMap((name) => JSON.parse(readFileSync(join(directory, name), "utf8")) as string[]);
  const files = urls.filter((url) => url.startsWith("file:")).map((url) => relative(source, fileURLToPath(url)));
  return [...new Set(files)].filter((path) => !path.startsWith("..")).toSorted();
}
