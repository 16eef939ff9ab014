import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseArguments } from "../../src/main/options/parse.ts";

const folder = join(import.meta.dirname, "../../deploy");
const read = (path: string) => readFileSync(join(folder, path), "utf8");

interface DaemonSet {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { args: string[] }[] } } };
}

test("the arguments of the DaemonSet and of its image are right", async () => {
  const daemonSet: DaemonSet = parse(read("kubernetes/daemonset.yaml"));
  const [container] = daemonSet.spec.template.spec.containers;
  const [, ...image]: string[] = JSON.parse(
    /^ENTRYPOINT (\[.*?\])$/ms.exec(read("docker/Dockerfile"))?.[1]?.replaceAll("\\\n", "") ?? "[]",
  );
  expect(image).toHaveLength(4);
  expect(await parseArguments([...image, ...(container?.args ?? [])], {}, "exporter")).toMatchObject({ kind: "run" });
});

test.each(["systemd/node-exporter-ts.service", "systemd/node-exporter-ts.socket"])(
  "the arguments that %s proposes are right",
  async (path) => {
    const [, text = ""] = /ARGS="(.*?)"/.exec(read(path)) ?? [];
    const environment = { LISTEN_FDS: "1", LISTEN_PID: String(process.pid) };
    expect(await parseArguments(text.split(" "), environment, "exporter")).toMatchObject({ kind: "run" });
  },
);
