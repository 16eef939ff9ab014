import { join } from "node:path";
import type { CollectorDefinition } from "../../../src/collectors/kit/define.ts";
import { comparedCollectors } from "../../compared-hosts/compare.ts";
import type { ComparedHost } from "../../compared-hosts/compared-host.ts";
import { copyHost, hostOptions } from "../../support/captured-host.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { writeEntry } from "../../support/tree.ts";
import { DAMAGE_NAMES, type Damage } from "./damage.ts";
import { damageMessages } from "./messages.ts";
import { type DamageResult, tryDamage } from "./try-damage.ts";

/** A collector to be tried, and how. */
export interface Subject {
  readonly collector: string;
  readonly run: () => Promise<DamageResult>;
}

/** What is asked for the mounts of a list are the mount points themselves. */
const MOUNTS: Readonly<Record<string, string>> = {
  "proc/1/mountinfo": `${[
    "54 24 8:1 / /tmp rw,nosuid,nodev,noexec,relatime - ext4 /dev/sda1 rw,commit=30",
    "55 24 8:2 / /usr rw shared:1 - ext4 /dev/sda2 rw",
    "56 24 8:3 / /etc ro,relatime shared:2 master:3 - ext4 /dev/sda3 ro",
  ].join("\n")}\n`,
  "tmp/file": "",
  "usr/file": "",
  "etc/file": "",
};

/** These have no records of their own: what they ask for comes whole or not at all. */
export const WITHOUT_RECORDS: Readonly<Record<string, string>> = {
  ethtool: "one ioctl a driver; a refusal costs the device",
  logind: "entries of D-Bus answers: test/collectors/logind/sessions.test.ts",
  ntp: "one packet",
  perf: "one read a group of counters",
  runit: "one file of 20 bytes a service: test/collectors/runit.test.ts",
  selinux: "one number; the list of mounts is that of filesystem",
  supervisord: "entries of an XML answer: test/collectors/supervisord/processes.test.ts",
  systemd: "entries of D-Bus answers: test/collectors/systemd/units.test.ts",
  tcpstat: "sums that change by themselves: test/collectors/parsers/netlink/sock_diag.test.ts",
  textfile: "files of users: test/collectors/textfile.test.ts",
  timex: "one struct",
  uname: "one struct",
};

/**
 * Kinds of damage that leave a file of the collector in order: a kernel parameter may have any number of values, and an
 * error of bcachefs may have no time.
 */
const HARMLESS: Readonly<Record<string, readonly Damage[]>> = {
  bcachefs: ["field removed"],
  sysctl: ["field removed", "cut short"],
};

/** Asked by netlink, message by message. */
const BY_NETLINK = ["arp", "netclass", "netdev", "network_route", "qdisc"];

/** The collectors that can be tried: with the files of each host, and with the messages of this machine's kernel. */
export function subjects(hosts: readonly ComparedHost[]): readonly Subject[] {
  const messages = BY_NETLINK.map((collector) => ({ collector, run: () => damageMessages(collector) }));
  return [...hosts.flatMap(subjectsOf), fileSystems(), ...messages];
}

function subjectsOf(host: ComparedHost): readonly Subject[] {
  const copy = copyHost(host.root());
  return comparedCollectors(host)
    .filter((collector) => !(collector in WITHOUT_RECORDS))
    .map((collector) => {
      const kinds = DAMAGE_NAMES.filter((kind) => HARMLESS[collector]?.includes(kind) !== true);
      const options = (definition: CollectorDefinition) => hostOptions(definition, host, copy.root);
      return { collector, run: () => tryDamage(collector, copy, kinds, options) };
    });
}

function fileSystems(): Subject {
  const root = temporaryDirectory();
  for (const [path, content] of Object.entries(MOUNTS)) writeEntry(join(root, path), content);
  const host = { root, files: Object.keys(MOUNTS).map((path) => join(root, path)) };
  const options = () => ({ paths: { procfs: `${root}/proc`, sysfs: `${root}/sys`, rootfs: root } });
  return { collector: "filesystem", run: () => tryDamage("filesystem", host, DAMAGE_NAMES, options) };
}
