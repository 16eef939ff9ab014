import { expect, test } from "vitest";
import { configFile } from "../main/options/config-file/reading.ts";
import { type Program, startProgram } from "../support/program.ts";
import { type Figures, figuresOf } from "../support/process.ts";
import { samplesOf, valueOf } from "../support/samples.ts";
import { until } from "../support/until.ts";

const RELOADS = 20;
const LIFECYCLE = "--web.enable-lifecycle";

const reload = ({ get }: Program) => get("/-/reload", { method: "POST" });

/** A config file that shows one part of the counters of netstat, and then the other. */
function flipping() {
  const file = configFile("exporter.yml");
  const write = (turn: number): void =>
    file.write(`collector: {netstat: {fields: "^${turn % 2 === 0 ? "Tcp" : "Ip"}_"}, cpu: {info: ${turn % 2 === 0}}}
collectors: {disable-defaults: true, enabled: [cpu, loadavg, netstat, stat, ${turn % 2 === 0 ? "arp" : "uname"}]}
`);
  write(0);
  return { flag: file.flag, write };
}

test("scrapes beside reloads all succeed, and no counter runs backwards", async () => {
  const { flag, write } = flipping();
  const program = await startProgram([flag, LIFECYCLE]);
  let before: Figures | undefined;
  const bodies: string[] = [];
  const over = new AbortController();
  const scraping = (async () => {
    while (!over.signal.aborted) {
      const { status, body } = await program.get();
      expect(status).toBe(200);
      bodies.push(body);
    }
  })();
  for (let turn = 1; turn <= RELOADS; turn++) {
    // By then either half has run twice.
    if (turn === 5) before = figuresOf(program);
    write(turn);
    expect(await reload(program)).toMatchObject({ status: 200, body: "" });
    const { body } = await program.get();
    expect(samplesOf(body, turn % 2 === 0 ? /^node_netstat_Tcp_/ : /^node_netstat_Ip_/)).not.toEqual([]);
    expect(samplesOf(body, turn % 2 === 0 ? /^node_(netstat_Ip_|uname_)/ : /^node_(netstat_Tcp_|arp_)/)).toEqual([]);
  }
  over.abort();
  await scraping;
  for (const body of bodies) {
    const failed = samplesOf(body, /^node_scrape_collector_success/).filter((line) => line.endsWith(" 0"));
    expect(failed).toEqual([]);
    for (const name of ["cpu", "loadavg", "stat", "netstat"])
      expect(valueOf(body, `node_scrape_collector_success{collector="${name}"}`)).toBe(1);
  }
  expect(backwards(bodies)).toEqual([]);
  const after = figuresOf(program);
  expect(after.threads).toBeLessThanOrEqual(before?.threads ?? 0);
  // Connections of scrapes come and go.
  expect(after.descriptors).toBeLessThanOrEqual((before?.descriptors ?? 0) + 4);
});

/** Counters that are less in a later exposition than in an earlier one. */
function backwards(bodies: readonly string[]): string[] {
  const known = new Map<string, number>();
  return bodies.flatMap((body) =>
    samplesOf(body, /^(node_(cpu|context|intr|forks)\w*|node_netstat_\w*Segs|process_cpu_\w*)_total/).filter((line) => {
      const at = line.lastIndexOf(" ");
      const [series, value] = [line.slice(0, at), Number(line.slice(at + 1))];
      const isLess = value < (known.get(series) ?? 0);
      known.set(series, value);
      return isLess;
    }),
  );
}

test("SIGHUP reads the files again; what is wrong changes nothing, and what needs a restart is named", async () => {
  const { flag, write } = flipping();
  const wrong = configFile("more.yml");
  wrong.write("");
  const program = await startProgram([flag, wrong.flag]);
  const { lines, kill, get } = program;
  const state = async () => {
    const { body } = await get();
    const value = valueOf(body, "node_exporter_config_last_reload_successful");
    const time = valueOf(body, "node_exporter_config_last_reload_success_timestamp_seconds");
    return {
      value,
      isRecent: Math.abs((time ?? 0) - Date.now() / 1000) < 600,
      uname: body.includes("node_uname_info"),
    };
  };
  expect(await state()).toEqual({ value: 1, isRecent: true, uname: false });
  write(1);
  wrong.write("web: {max-request: 5}\n");
  kill("SIGHUP");
  await until(async () => (await state()).value === 0);
  expect((await state()).uname).toBe(false);
  expect(lines.find((line) => line.includes("is not reloaded"))).toContain("did you mean max-requests?");
  wrong.write("web: {max-requests: 5}\nlog: {level: debug}\n");
  kill("SIGHUP");
  await until(async () => (await state()).value === 1);
  expect(await state()).toEqual({ value: 1, isRecent: true, uname: true });
  await until(() => lines.some((line) => line.includes("need a restart")));
  expect(lines.find((line) => line.includes("need a restart"))).toMatch(/ flags=web\.max-requests$/);
  expect(lines.find((line) => line.includes('msg="configuration reloaded"'))).toContain("log.level,");
});

test("of many problems five are in the log, and all in the answer", async () => {
  const file = configFile("exporter.yml");
  file.write("");
  const program = await startProgram([file.flag, LIFECYCLE]);
  file.write([1, 2, 3, 4, 5, 6, 7].map((i) => `unknown-${i}: 1\n`).join(""));
  const { body } = await reload(program);
  expect(body.match(/unknown-\d/g)).toHaveLength(7);
  file.write("");
  await reload(program);
  await until(() => program.lines.some((line) => line.includes('msg="configuration reloaded"')));
  expect(program.lines.filter((line) => line.includes("is not reloaded"))).toHaveLength(5);
});

test("without a config file there is nothing to reload", async () => {
  const program = await startProgram(["--collector.disable-defaults", "--collector.loadavg", LIFECYCLE]);
  program.kill("SIGHUP");
  await until(() => program.lines.some((line) => line.includes("there is nothing to reload")));
  expect((await reload(program)).status).toBe(200);
  expect((await program.get()).body).not.toContain("config_last_reload");
});
