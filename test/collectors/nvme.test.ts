import { expect, test } from "vitest";
import nvme from "../../src/collectors/nvme.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

function controller(name: string): Record<string, string> {
  const path = `sys/class/nvme/${name}`;
  return {
    [`${path}/firmware_rev`]: "2B4QFXO7\n",
    [`${path}/model`]: "Fast Disk 1TB                           \n",
    [`${path}/serial`]: `S${name}   \n`,
    [`${path}/state`]: "live\n",
    [`${path}/cntlid`]: "4\n",
  };
}

function namespace(controllerName: string, name: string, blockSize: string): Record<string, string> {
  const path = `sys/class/nvme/${controllerName}/${name}`;
  return {
    [`${path}/nuse`]: "10\n",
    [`${path}/size`]: "1000\n",
    [`${path}/queue/logical_block_size`]: `${blockSize}\n`,
  };
}

test("gives controllers and namespaces, without those of the multipath form", async () => {
  const paths = hostTree({
    ...controller("nvme0"),
    ...namespace("nvme0", "nvme0n2", "512"),
    ...namespace("nvme0", "nvme0c0n1", "512"),
    "sys/class/nvme/nvme0/nvme0n2/ana_state": "optimized\n",
    "sys/class/nvme/nvme0/ng0n2/": "",
    ...controller("nvme10"),
    ...namespace("nvme10", "nvme10n1", "4096"),
  });
  const { status, text } = await collect(nvme, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_nvme_info{cntlid="4",device="nvme0",firmware_revision="2B4QFXO7",model="Fast Disk 1TB",serial="Snvme0",state="live"} 1',
    'node_nvme_info{cntlid="4",device="nvme10",firmware_revision="2B4QFXO7",model="Fast Disk 1TB",serial="Snvme10",state="live"} 1',
    'node_nvme_namespace_capacity_bytes{device="nvme0",nsid="2"} 512000',
    'node_nvme_namespace_capacity_bytes{device="nvme10",nsid="1"} 4.096e+06',
    'node_nvme_namespace_info{ana_state="optimized",device="nvme0",nsid="2"} 1',
    'node_nvme_namespace_info{ana_state="unknown",device="nvme10",nsid="1"} 1',
    'node_nvme_namespace_logical_block_size_bytes{device="nvme0",nsid="2"} 512',
    'node_nvme_namespace_logical_block_size_bytes{device="nvme10",nsid="1"} 4096',
    'node_nvme_namespace_size_bytes{device="nvme0",nsid="2"} 512000',
    'node_nvme_namespace_size_bytes{device="nvme10",nsid="1"} 4.096e+06',
    'node_nvme_namespace_used_bytes{device="nvme0",nsid="2"} 5120',
    'node_nvme_namespace_used_bytes{device="nvme10",nsid="1"} 40960',
  ]);
});

test("a size that is no number is left out", async () => {
  const paths = hostTree({
    ...controller("nvme0"),
    ...namespace("nvme0", "nvme0n1", "512"),
    "sys/class/nvme/nvme0/nvme0n1/nuse": "none\n",
  });
  const { status, text } = await collect(nvme, { paths });
  expect(status).toBe("ok");
  expect(text).not.toContain("node_nvme_namespace_used_bytes");
  expect(text).toContain('node_nvme_namespace_size_bytes{device="nvme0",nsid="1"}');
});

test("has no data without the class", async () => {
  expect((await collect(nvme, { paths: hostTree({}) })).status).toBe("nodata");
});

test("a controller without an attribute is shown without it", async () => {
  const { "sys/class/nvme/nvme0/serial": _, ...broken } = controller("nvme0");
  const { status, skipped, text } = await collect(nvme, { paths: hostTree({ ...broken, ...controller("nvme1") }) });
  expect([status, skipped]).toEqual(["ok", 1]);
  expect(text).toContain('device="nvme0"');
  expect(text).toContain('device="nvme1"');
});
