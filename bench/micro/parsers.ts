import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTextFormat } from "../../src/collectors/text-format/reader.ts";
import { parseDiskstats } from "../../src/collectors/parsers/procfs/diskstats.ts";
import { interruptRows } from "../../src/collectors/parsers/procfs/interrupts.ts";
import { meminfoParser } from "../../src/collectors/parsers/procfs/meminfo.ts";
import { parseMountinfo } from "../../src/collectors/parsers/procfs/mountinfo.ts";
import { snmpParser } from "../../src/collectors/parsers/procfs/net_snmp.ts";
import { parsePidStat } from "../../src/collectors/parsers/procfs/pid_stat.ts";
import { parseSchedstat } from "../../src/collectors/parsers/procfs/schedstat.ts";
import { parseSoftnetStat } from "../../src/collectors/parsers/procfs/softnet_stat.ts";
import { parseStat } from "../../src/collectors/parsers/procfs/stat.ts";
import { vmstatParser } from "../../src/collectors/parsers/procfs/vmstat.ts";
import { writeCpus, writeInterrupts } from "../hosts/cpus.ts";
import { writeDisks } from "../hosts/disks.ts";
import { writeMounts } from "../hosts/mounts.ts";
import { writeTextfiles } from "../hosts/textfiles.ts";
import { makeHost, type Tree } from "../hosts/tree.ts";
import type { Subject } from "./harness.ts";

const CPUS = 512;
const INTERRUPTS = 100;
const DISKS = 500;
const MOUNTS = 500;

/** Parsers on files of this machine and of large hosts. */
export function parserSubjects(): readonly Subject[] {
  const host = makeHost(1, (tree, state, root) => writeLargeHost(tree, state, root));
  const large = (path: string) => readFileSync(join(host.current, path));
  const subjects = [
    parser(`stat, ${CPUS} CPUs`, large("proc/stat"), parseStat),
    parser(`schedstat, ${CPUS} CPUs`, large("proc/schedstat"), parseSchedstat),
    parser(`softnet_stat, ${CPUS} CPUs`, large("proc/net/softnet_stat"), parseSoftnetStat),
    parser(`interrupts, ${CPUS} CPUs, ${INTERRUPTS} lines`, large("proc/interrupts"), (bytes, path) => {
      for (const _ of interruptRows(bytes, path));
    }),
    parser(`diskstats, ${DISKS} disks`, large("proc/diskstats"), parseDiskstats),
    parser(`mountinfo, ${MOUNTS} mounts`, large("proc/1/mountinfo"), parseMountinfo),
    parser("meminfo", readFileSync("/proc/meminfo"), meminfoParser()),
    parser("vmstat", readFileSync("/proc/vmstat"), vmstatParser()),
    parser("net/netstat", readFileSync("/proc/net/netstat"), snmpParser()),
    parser("net/snmp", readFileSync("/proc/net/snmp"), snmpParser()),
    parser("self/stat", readFileSync("/proc/self/stat"), parsePidStat),
    parser("textfile, 100 KB", large("textfile/batch0.prom"), readTextFormat),
  ];
  host.remove();
  return subjects;
}

function writeLargeHost(tree: Tree, state: number, root: string): void {
  writeCpus(tree, CPUS, state);
  writeInterrupts(tree, CPUS, INTERRUPTS, state);
  writeDisks(tree, DISKS, state);
  writeMounts(tree, MOUNTS, root);
  writeTextfiles(tree, 1, state);
}

function parser(name: string, bytes: Buffer, parse: (bytes: Buffer, path: string) => unknown): Subject {
  return { group: "parse", name, unit: "file", bytes: bytes.length, run: () => void parse(bytes, name) };
}
