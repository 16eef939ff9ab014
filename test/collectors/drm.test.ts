import { expect, test } from "vitest";
import drm from "../../src/collectors/drm.ts";
import { collect } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const CARD = "sys/class/drm/card0/device";

test("numbers and identity of an AMD card, 0 and empty where unknown", async () => {
  const paths = hostTree({
    [`${CARD}/uevent`]: "DRIVER=amdgpu\nPCI_CLASS=30000\n",
    [`${CARD}/gpu_busy_percent`]: "4\n",
    [`${CARD}/mem_info_gtt_total`]: "8573157376\n",
    [`${CARD}/mem_info_gtt_used`]: "none\n",
    [`${CARD}/mem_info_vram_total`]: "8573157376\n",
    [`${CARD}/mem_info_vram_vendor`]: "samsung\n",
    [`${CARD}/power_dpm_force_performance_level`]: "auto\n",
    "sys/class/drm/card10/device/uevent": "DRIVER=amdgpu\n",
    "sys/class/drm/card1/device/uevent": "DRIVER=i915\n",
    "sys/class/drm/card0-DP-1/status": "connected\n",
  });
  const { status, text } = await collect(drm, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_drm_card_info{card="card0",memory_vendor="samsung",power_performance_level="auto",unique_id="",vendor="amd"} 1',
    'node_drm_gpu_busy_percent{card="card0"} 4',
    'node_drm_memory_gtt_size_bytes{card="card0"} 8.573157376e+09',
    'node_drm_memory_vis_vram_size_bytes{card="card0"} 0',
    'node_drm_memory_vis_vram_used_bytes{card="card0"} 0',
    'node_drm_memory_vram_size_bytes{card="card0"} 8.573157376e+09',
    'node_drm_memory_vram_used_bytes{card="card0"} 0',
  ]);
});

test("a card that cannot be asked for its driver is left out", async () => {
  const paths = hostTree({
    "sys/class/drm/card0/dev": "226:0\n",
    "sys/class/drm/card1/device/uevent": "DRIVER=amdgpu\n",
  });
  const { status, text } = await collect(drm, { paths });
  expect(status).toBe("ok");
  expect(text).toContain('node_drm_card_info{card="card1"');
});

test.skipIf(refusingObstacle !== undefined)(
  "a card without a driver's data is left out (needs root and FUSE)",
  async () => {
    const cards = ["class/drm/card0/device/uevent", "class/drm/card1/device/uevent"];
    const files = Object.fromEntries(cards.map((path) => [path, "DRIVER=amdgpu\n"]));
    const refused = { "class/drm/card0/device/uevent": "ENODATA" };
    const { status, skipped, samples } = await collectFrom({ collector: "drm", files, refused });
    expect([status, skipped]).toEqual(["ok", 0]);
    expect(samples.filter((line) => line.includes("card0"))).toEqual([]);
    expect(samples.filter((line) => line.includes("card_info"))).toHaveLength(1);
  },
);

test("a host without graphics has nothing to tell", async () => {
  expect(await collect(drm, { paths: hostTree({}) })).toMatchObject({ status: "ok", text: "" });
});
