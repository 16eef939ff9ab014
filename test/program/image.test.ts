/** The image of a release, run as Kubernetes and Docker run it. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { temporaryDirectory } from "../support/clean-up.ts";
import { containerObstacle, type Image, openImage } from "../support/container.ts";
import { executable } from "../support/executable.ts";
import { freePort } from "../support/free-port.ts";
import { launch } from "../support/program.ts";
import { ask } from "../support/request.ts";
import { samplesOf } from "../support/samples.ts";
import { until } from "../support/until.ts";

const SCRIPT = join(import.meta.dirname, "../../scripts/release.ts");
const HOST = ["--path.procfs=/host/proc", "--path.sysfs=/host/sys", "--path.rootfs=/host"];

const SUCCEEDED = /^node_scrape_collector_success\{collector="(cpu|filesystem|netdev|timex)"\} 1$/;

const obstacle = containerObstacle();
let image: Image;

beforeAll(() => {
  if (obstacle !== undefined) return;
  const output = join(temporaryDirectory(), "release");
  const words = ["--only=image", "--fast", `--executable=${executable()}`, `--output=${output}`];
  execFileSync(process.execPath, [SCRIPT, ...words], { stdio: "ignore" });
  const archive = readdirSync(output).find((name) => name.endsWith(".oci.tar")) ?? "";
  image = openImage(join(output, archive));
}, 300_000);

test.skipIf(obstacle !== undefined)(
  `the image has no shell, no flags and no user but nobody (${obstacle ?? "crun"})`,
  () => {
    const { config, root } = image;
    expect(config).toMatchObject({ User: "65534:65534", Entrypoint: ["/bin/node_exporter"] });
    expect(config.Labels["org.opencontainers.image.title"]).toBe("node-exporter-ts");
    expect(readdirSync(join(root, "bin"))).toEqual(["node_exporter"]);
    const terms = readdirSync(join(root, "usr/share/doc"));
    expect(terms.some((name) => name.startsWith("libc6"))).toBe(true);
  },
);

test.skipIf(obstacle !== undefined)(
  `a container with a read-only root and without capabilities shows the host (${obstacle ?? "crun"})`,
  async () => {
    const port = await freePort();
    const { lines, child } = start([`--web.listen-address=[127.0.0.1]:${port}`, ...HOST]);
    await until(() => child.exitCode !== null || lines.some((line) => line.includes("msg=listening")));
    expect(lines.filter((line) => !/level=(INFO|WARN)/.test(line))).toEqual([]);
    const { body } = await ask(port, "/metrics");
    expect(samplesOf(body, SUCCEEDED)).toHaveLength(4);
    const health = async (path: string) => (await start(["health", `http://127.0.0.1:${port}${path}`]).ended).code;
    expect([await health("/-/ready"), await health("/missing")]).toEqual([0, 1]);
  },
);

test.skipIf(obstacle !== undefined)(
  `commands that start an exporter of their own need nothing that can be written (${obstacle ?? "crun"})`,
  async () => {
    const load = [...HOST, "--collector.disable-defaults", "--collector.loadavg"];
    const printed = await start(["print", ...load]).ended;
    expect([printed.code, printed.stderr]).toEqual([0, ""]);
    expect(samplesOf(printed.stdout, /^node_load1 /)).toHaveLength(1);
    const findings = await start(["doctor", ...load, "--web.listen-address=[127.0.0.1]:0"]).ended;
    expect(findings.stderr).toBe("");
    expect([0, 1]).toContain(findings.code);
  },
);

function start(args: readonly string[]) {
  const words = image.command(args);
  return launch([], { wrapper: words.slice(0, -1), file: words.at(-1) ?? "" });
}
