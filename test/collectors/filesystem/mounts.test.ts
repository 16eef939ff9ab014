import { describe, expect, test } from "vitest";
import { hangObstacle, mountObstacle, withPrivateMounts } from "./private-mounts.ts";

const TIMEOUT = "mountpoint timeout 1";
const named = (obstacle: string | undefined) => (obstacle === undefined ? "" : ` (skipped: ${obstacle})`);

describe.skipIf(hangObstacle !== undefined)(`a mount that can hang${named(hangObstacle)}`, () => {
  test("is shown as an error after the timeout, asked once, and back when it answers again", async () => {
    expect(await withPrivateMounts("hangAndRelease")).toMatchObject({
      healthy: { errors: [" 0"], sizes: 1, hanging: 0 },
      first: { errors: [TIMEOUT], sizes: 0, logs: 1, hanging: 1 },
      errors: [TIMEOUT],
      held: 1,
      duringHang: 1,
      released: { errors: [" 0"], sizes: 1, logs: 2, hanging: 0 },
      afterwards: 1,
    });
  });

  test("costs its timeout from when the child runs, not all the time that there is", async () => {
    expect(await withPrivateMounts("hangAtFirst")).toEqual(["timeout"]);
  });

  test("that is slow is waited for", async () => {
    expect(await withPrivateMounts("slowMount")).toMatchObject({ errors: [" 0"], sizes: 1 });
  });

  test("whose server died gives its error", async () => {
    expect(await withPrivateMounts("killedServer")).toMatchObject({
      errors: ["transport endpoint is not connected 1"],
      sizes: 0,
    });
  });

  test("answers again after the probe's child was killed", async () => {
    expect(await withPrivateMounts("childKilled")).toMatchObject({ next: { errors: [" 0"], sizes: 1 }, children: 1 });
  });

  test("is asked once more where the probe's child is killed while it asks, and has an error after the second", async () => {
    expect(await withPrivateMounts("childrenKilled")).toMatchObject({
      errors: ["input/output error 1"],
      next: { errors: [" 0"], sizes: 1 },
    });
  });

  test("does not cost the answer of a scrape that ends before the timeout", async () => {
    expect(await withPrivateMounts("hurriedScrape")).toBe("mountpoint timeout");
  });

  test("answers again after the probe's child stood still", async () => {
    expect(await withPrivateMounts("childStopped")).toMatchObject({
      stopped: { errors: [TIMEOUT] },
      children: 1,
    });
  });

  test("leaves no child behind when it is unmounted", async () => {
    expect(await withPrivateMounts("unmounted")).toEqual({ before: 1, after: [] });
  });

  test("is followed by a thread that sleeps between scrapes", async () => {
    expect(await withPrivateMounts("frozenThread")).toMatchObject({
      hung: { errors: [TIMEOUT] },
      next: { errors: [" 0"], sizes: 1 },
    });
  });

  test("costs no more children when it has many companions", async () => {
    const result = (await withPrivateMounts("manyMounts")) as Record<string, number>;
    expect(result).toMatchObject({ counts: [20, 35, 50, 51], sizes: 1, left: 1 });
    expect(result["hung"]).toBeLessThanOrEqual(4);
  });
});

describe.skipIf(mountObstacle !== undefined)(`mounts${named(mountObstacle)}`, () => {
  test("with odd names are all asked", async () => {
    const names = [String.raw`a b`, "bytes\u{FFFD}", "ha#sh", String.raw`line\nbreak`, String.raw`quo\"te`, "tab\t"];
    const device = String.raw`dev�\\040ice`;
    const result = (await withPrivateMounts("oddNames")) as string[];
    const label = (name: string) => `{device="${device}",device_error="",fstype="tmpfs",mountpoint="/names/${name}"}`;
    const all = [String.raw`back\\slash`, ...names];
    expect(result.toSorted()).toEqual(
      all
        .flatMap((name) => [
          `node_filesystem_device_error${label(name)} 0`,
          `node_filesystem_size_bytes${label(name)} 4.194304e+06`,
        ])
        .toSorted(),
    );
  });

  test("under another one are not shown", async () => {
    const lines = (await withPrivateMounts("coveredMount")) as string[];
    const numbers = /major="\d+",minor="\d+",/;
    expect(lines.map((line) => line.replace(numbers, ""))).toEqual([
      'node_filesystem_mount_info{device="above",mountpoint="/names"} 1',
      'node_filesystem_mount_info{device="same",mountpoint="/names-same"} 1',
      'node_filesystem_readonly{device="above",device_error="",fstype="tmpfs",mountpoint="/names"} 1',
      'node_filesystem_readonly{device="same",device_error="",fstype="tmpfs",mountpoint="/names-same"} 0',
      'node_filesystem_size_bytes{device="above",device_error="",fstype="tmpfs",mountpoint="/names"} 8.388608e+06',
      'node_filesystem_size_bytes{device="same",device_error="",fstype="tmpfs",mountpoint="/names-same"} 8.388608e+06',
    ]);
  });

  test("that become read-only are shown so", async () => {
    expect(await withPrivateMounts("readOnlyRemount")).toEqual({ before: "0", after: "1" });
  });

  test("that come and go take no other one along", async () => {
    expect(await withPrivateMounts("churn")).toBe(300);
  });
});
