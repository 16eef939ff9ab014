import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configFlags, options } from "../main/options/config-file/reading.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8");

test("the examples are config files, and mean what their comments say", async () => {
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
  expect(examples).toHaveLength(2);
  const { web, collectors, scrape } = await options(configFlags(...examples));
  expect(web).toMatchObject({
    configFile: "/etc/node-exporter-ts/web.yml",
    listen: [{ host: "127.0.0.1" }, { host: "::1" }],
  });
  expect(scrape.defaultTimeout).toBe(15);
  expect(collectors.flags).toMatchObject({ "collector.cpu.info.flags-include": "^(aes|avx.*)$" });
  expect(collectors.enabled).toContain("systemd");
  expect(collectors.enabled).not.toContain("arp");
});
