import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import swap from "../../src/collectors/swap.ts";
import { cleanUp, temporaryDirectory } from "../support/clean-up.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives sizes in bytes and the priority", async () => {
  const swaps = "Filename Type Size Used Priority\n/dev/sda2 partition 2048 16 -2\n/a\\040b file 4 0 7\n";
  const { status, text } = await collect(swap, { paths: hostTree({ "proc/swaps": swaps }) });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_swap_priority gauge
node_swap_priority{device="/a\\\\040b",swap_type="file"} 7
node_swap_priority{device="/dev/sda2",swap_type="partition"} -2
# TYPE node_swap_size_bytes gauge
node_swap_size_bytes{device="/a\\\\040b",swap_type="file"} 4096
node_swap_size_bytes{device="/dev/sda2",swap_type="partition"} 2.097152e+06
# TYPE node_swap_used_bytes gauge
node_swap_used_bytes{device="/a\\\\040b",swap_type="file"} 0
node_swap_used_bytes{device="/dev/sda2",swap_type="partition"} 16384
`);
});

test("a host without swap gives nothing", async () => {
  const { status, text } = await collect(swap, {
    paths: hostTree({ "proc/swaps": "Filename Type Size Used Priority\n" }),
  });
  expect([status, text]).toEqual(["ok", ""]);
});

test("fails without the file", async () => {
  const { status, message } = await collect(swap, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

const canSwap = process.getuid?.() === 0 && existsSync("/sys/class/zram-control/hot_add");

test.skipIf(!canSwap)("a real swap area on zram (needs root and zram)", async () => {
  const device = swapOnZram();
  const { status, text } = await collect(swap);
  expect(status).toBe("ok");
  const labels = `{device="${device}",swap_type="partition"}`;
  expect(text).toContain(`node_swap_priority${labels} 3\n`);
  // The first page holds the header.
  expect(text).toContain(`node_swap_size_bytes${labels} 1.677312e+07\n`);
  expect(text).toContain(`node_swap_used_bytes${labels} `);
});

/** Swaps on 16 MiB of zram until the test ends; the device, as the kernel names it. */
function swapOnZram(): string {
  const folder = temporaryDirectory();
  const number = shell("cat /sys/class/zram-control/hot_add");
  // A name of its own, since not every /dev gets one by itself.
  const device = join(folder, "zram");
  cleanUp(() => {
    shell(
      `swapoff ${device}; echo 1 >/sys/block/zram${number}/reset; echo ${number} >/sys/class/zram-control/hot_remove`,
    );
  });
  shell(`mknod ${device} b $(tr : " " </sys/block/zram${number}/dev)
    echo 16M >/sys/block/zram${number}/disksize
    mkswap ${device}
    swapon --priority 3 ${device}`);
  return device;
}

function shell(command: string): string {
  return execFileSync("sh", ["-c", command], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
