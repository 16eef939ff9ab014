import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import ethtool from "../../src/collectors/ethtool.ts";
import { collect, openCollector } from "../support/collect.ts";
import { addBadName, canMakeNamespaces, SCRAPE, scrapeInNamespace } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";
import { refusing } from "../support/refusing.ts";
import { hostTree } from "../support/tree.ts";

test("no interfaces listed is no data, an empty list fails, no sysfs ends the start", async () => {
  expect(await collect(ethtool, { paths: hostTree({}) })).toMatchObject({ status: "nodata" });
  const empty = await collect(ethtool, { paths: hostTree({ "sys/class/net/": "" }) });
  expect(empty).toMatchObject({ status: "failed", message: "no network devices found" });
  await expect(collect(ethtool, { paths: { sysfs: "/nonexistent" } })).rejects.toThrow(ConfigurationError);
});

test("a bad pattern ends the start", async () => {
  const flags = { "collector.ethtool.metrics-include": "(" };
  await expect(collect(ethtool, { flags })).rejects.toThrow(ConfigurationError);
});

test("no sockets, no metrics: fails", async () => {
  const { status, message } = await collect(ethtool, { native: refusing("EAFNOSUPPORT", "socket") });
  expect({ status, message }).toEqual({ status: "failed", message: "EAFNOSUPPORT: refused" });
});

test("what a driver refuses is told once, and is no fault", async () => {
  const scraper = openCollector(ethtool, {
    paths: hostTree({ "sys/class/net/nobody0/": "" }),
    native: refusing("EIO", "ioctl"),
  });
  await scraper.scrape();
  const { status, logs } = await scraper.scrape();
  expect(status).toBe("ok");
  expect(logs).toEqual([
    'error: no settings {"device":"nobody0","err":"EIO"}',
    'error: no driver and statistics {"device":"nobody0","err":"EIO"}',
  ]);
});

test("what a driver refuses is told again for a device that was gone", async () => {
  const paths = hostTree({ "sys/class/net/nobody0/": "", "sys/class/net/nobody1/": "" });
  const device = join(paths.sysfs, "class/net/nobody0");
  const scraper = openCollector(ethtool, { paths, native: refusing("EIO", "ioctl") });
  await scraper.scrape();
  rmSync(device, { recursive: true });
  await scraper.scrape();
  mkdirSync(device);
  const { logs } = await scraper.scrape();
  expect(logs.filter((line) => line.includes("no settings"))).toEqual(
    ["nobody0", "nobody1", "nobody0"].map((name) => `error: no settings {"device":"${name}","err":"EIO"}`),
  );
});

test.skipIf(!canMakeNamespaces)("settings, driver and statistics of a veth pair (needs root and ip)", () => {
  const flags = {
    "collector.ethtool.device-exclude": "^vb$",
    "collector.ethtool.metrics-include": "^peer|xdp_packets",
  };
  const steps = [
    "ip link add va index 77 type veth peer name vb index 78",
    "ip link add br0 type bridge",
    SCRAPE,
  ] as const;
  const [scrape] = scrapeInNamespace({ collector: "ethtool", flags, steps });
  expect(scrape).toMatchObject({ status: "ok", duplicates: 0 });
  expect(samplesOf(scrape?.text ?? "", /node_ethtool.*"va"/)).toEqual([
    'node_ethtool_info{bus_info="",device="va",driver="veth",expansion_rom_version="",firmware_version="",version="1.0"} 1',
    'node_ethtool_peer_ifindex{device="va"} 78',
    'node_ethtool_received_queue_0_xdp_packets{device="va"} 0',
  ]);
  expect(samplesOf(scrape?.text ?? "", /node_network/).filter((line) => line.includes('"va"'))).toEqual([
    'node_network_asymmetricpause_advertised{device="va"} 0',
    'node_network_asymmetricpause_supported{device="va"} 0',
    'node_network_autonegotiate{device="va"} 0',
    'node_network_autonegotiate_advertised{device="va"} 0',
    'node_network_autonegotiate_supported{device="va"} 0',
    'node_network_pause_advertised{device="va"} 0',
    'node_network_pause_supported{device="va"} 0',
  ]);
  expect(scrape?.text).not.toContain('"vb"');
  expect(scrape?.text).toContain("# TYPE node_ethtool_peer_ifindex untyped\n");
});

test.skipIf(!canMakeNamespaces)("an interface whose name is not UTF-8 is shown (needs root)", () => {
  const [scrape] = scrapeInNamespace({ collector: "ethtool", steps: [addBadName("veth"), SCRAPE] });
  expect(scrape?.status).toBe("ok");
  expect(scrape?.text).toContain('device="bad\uFFFD",driver="veth"');
});
