import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Report } from "../../../../src/main/commands/compare/report.ts";
import { temporaryDirectory } from "../../../support/clean-up.ts";
import { programAt, programFile } from "../../../support/program.ts";
import { parseReport } from "./command.ts";
import { faults, hasPeer, NO_FAULTS, OUR_FLAGS, PEER, PEER_FLAGS, unexplained } from "./peer.ts";

const isRoot = process.getuid?.() === 0;
const fileSystems = ["btrfs", "xfs", "ext4"].filter(
  (name) =>
    readFileSync("/proc/filesystems", "utf8").split(/\s+/).includes(name) && existsSync(`/usr/sbin/mkfs.${name}`),
);
const hasTools = ["/usr/bin/unshare", "/usr/sbin/ip", "/usr/sbin/losetup"].every((path) => existsSync(path));
const hasZram = existsSync("/sys/class/zram-control/hot_add");

const canRun = hasPeer && isRoot && hasTools;
const unless = canRun ? "" : ` (skipped: needs root, iproute2, losetup and ${PEER})`;

test.skipIf(!canRun)(`the same with veth pairs, a bridge and renamed interfaces${unless}`, async () => {
  const { text, reports } = await compareInSandbox(
    `ip link set lo up
     ip link add bridge0 type bridge
     ip link add veth0 type veth peer name veth1
     ip link set veth0 master bridge0 alias "one end"
     ip link set veth1 mtu 1400
     ip link set bridge0 up
     ip link set veth0 up
     ip link set veth1 up
     ip address add 192.0.2.1/24 dev bridge0
     ip neighbour add 192.0.2.9 lladdr 02:00:00:00:00:09 dev bridge0`,
    `ip link set veth1 down
     ip link set veth1 name lan0
     ip link set lan0 up
     ip link add veth1 type veth peer name veth2`,
    ["--collector.network_route", "--collector.qdisc", "--collector.netdev.address-info"],
  );
  for (const name of ["bridge0", "lan0", "veth0", "veth1"]) {
    expect(text).toContain(`node_network_up{device="${name}"}`);
  }
  expectNoFaults(reports);
});

const mounts = canRun && fileSystems.length > 0;

test.skipIf(!mounts)(`the same with ${fileSystems.join(", ")} on loop devices${unless}`, async () => {
  const { text, reports } = await compareInSandbox(
    fileSystems.map((name) => loopMount(name)).join("\n"),
    fileSystems.map((name) => `sync; mount -o remount,ro $FOLDER/${name}`).join("\n"),
    ["--collector.diskstats.device-exclude=^ram\\d+$"],
  );
  for (const name of fileSystems) {
    expect(text).toMatch(
      new RegExp(`^node_filesystem_readonly\\{device="/dev/loop\\d+",fstype="${name}".*\\} 1$`, "m"),
    );
  }
  if (fileSystems.includes("btrfs")) expect(text).toContain("node_btrfs_device_unused_bytes{");
  if (fileSystems.includes("xfs")) expect(text).toContain("node_xfs_read_calls_total{");
  expectNoFaults(reports);
});

const withoutZram = unless === "" ? " (skipped: kernel without zram)" : unless;

test.skipIf(!canRun || !hasZram)(`the same with a swap on zram${hasZram ? unless : withoutZram}`, async () => {
  const { text, reports } = await compareInSandbox(
    `n=$(cat /sys/class/zram-control/hot_add)
     later "echo $n >/sys/class/zram-control/hot_remove"
     for i in $(seq 50); do [ -b /dev/zram$n ] || sleep 0.1; done
     [ -b /dev/zram$n ] || mknod /dev/zram$n b $(tr : ' ' </sys/block/zram$n/dev)
     echo 16M >/sys/block/zram$n/disksize
     mkswap /dev/zram$n >/dev/null
     swapon --priority 0 /dev/zram$n
     later "swapoff /dev/zram$n; echo 1 >/sys/block/zram$n/reset"`,
    "true",
    ["--collector.diskstats.device-exclude=^ram\\d+$"],
  );
  expect(text).toMatch(/^node_disk_writes_completed_total\{device="zram[1-9]/m);
  expectNoFaults(reports);
});

function expectNoFaults(reports: readonly Report[]): void {
  for (const report of reports) {
    expect(faults(report)).toEqual(NO_FAULTS);
    expect(unexplained(report)).toEqual([]);
    expect(report.there.series).toBeGreaterThan(300);
  }
}

function loopMount(fileSystem: string): string {
  const make = { btrfs: "-q", xfs: "-q", ext4: "-q -F" }[fileSystem];
  return `truncate -s 400M $FOLDER/${fileSystem}.image
    device=$(losetup --find --show $FOLDER/${fileSystem}.image)
    later "losetup --detach $device"
    mkfs.${fileSystem} ${make} $device >/dev/null
    mkdir $FOLDER/${fileSystem}
    mount -t ${fileSystem} $device $FOLDER/${fileSystem}
    later "umount $FOLDER/${fileSystem}"
    dd if=/dev/zero of=$FOLDER/${fileSystem}/file bs=1M count=2 status=none`;
}

interface Compared {
  /** What the peer exposes after the change. */
  readonly text: string;
  readonly reports: readonly Report[];
}

/** Arguments: a folder, the paths of the peer and of Node.js, the peer's flags, "--", the words of the comparison. */
const COMPARE = `
FOLDER=$1 PEER=$2 NODE=$3 PORT=9100
shift 3
tasks=
later() { tasks="$1
$tasks"; }
trap 'set +e; eval "$tasks"' EXIT
mount -t sysfs sysfs /sys
ip link set lo up
@SETUP@
peer_flags=
while [ "$1" != -- ]; do peer_flags="$peer_flags $(printf "'%s'" "$1")"; shift; done
shift
eval "exec \\"$PEER\\" --web.listen-address=127.0.0.1:$PORT $peer_flags" 2>$FOLDER/peer.log &
peer=$!
later "kill $peer; wait $peer"
for i in $(seq 100); do grep -q "Listening on" $FOLDER/peer.log || sleep 0.1; done
"$@" >$FOLDER/first.json || [ $? = 1 ]
@CHANGE@
"$@" >$FOLDER/second.json || [ $? = 1 ]
"$NODE" -e 'fetch(process.argv[1]).then((response) => response.text()).then((text) => console.log(text))' \\
  http://127.0.0.1:$PORT/metrics >$FOLDER/peer.prom
`;

/**
 * Compares before and after a change, in namespaces of their own for network, mounts and processes: the first process
 * decides what mounts the exporters see.
 */
async function compareInSandbox(setup: string, change: string, flags: readonly string[]): Promise<Compared> {
  const folder = temporaryDirectory();
  const script = COMPARE.replace("@SETUP@", () => setup).replace("@CHANGE@", () => change);
  const unshare = "--mount --propagation private --net --pid --fork --kill-child --mount-proc".split(" ");
  const program = [
    ...programAt(programFile),
    "compare",
    "http://127.0.0.1:9100/metrics",
    "--json",
    ...OUR_FLAGS,
    ...flags,
  ];
  const words = [folder, PEER, process.execPath, ...PEER_FLAGS, ...flags, "--", ...program];
  await promisify(execFile)("unshare", [...unshare, "sh", "-euc", script, "sh", ...words]);
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return { text: read("peer.prom"), reports: ["first.json", "second.json"].map((name) => parseReport(read(name))) };
}
