/** Runs in a mount namespace of its own: makes the files of its argument and writes what the collector gives to stdout. */
import type { CollectorDefinition } from "../../src/collectors/kit/define.ts";
import { collect } from "./collect.ts";
import { faultyMount } from "./faulty-mount.ts";
import type { FromRefusing, RefusingFiles } from "./refusing-files.ts";
import { samplesOf } from "./samples.ts";

const { collector, files, refused }: RefusingFiles = JSON.parse(process.argv[2] ?? "");
const rules = Object.entries(refused).map(([path, errno]) => [path, { errno }] as const);
const { path } = await faultyMount(files, Object.fromEntries(rules));
const module: { default: CollectorDefinition } = await import(`../../src/collectors/${collector}.ts`);
const { status, skipped, text } = await collect(module.default, { paths: { procfs: path, sysfs: path } });
const result: FromRefusing = { status, skipped, samples: samplesOf(text) };
console.log(JSON.stringify(result));
process.exit(0);
