import { expect, test } from "vitest";
import { argumentsFor, type ComparedHost } from "../compared-hosts/compared-host.ts";
import { comparedHosts } from "../compared-hosts/hosts.ts";
import { startProgram } from "../support/program.ts";

for (const host of comparedHosts()) {
  test(`the whole exposition of ${host.name} is as expected, in order`, async () => {
    const root = host.root();
    const { get } = await startProgram(argumentsFor(host, root));
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(comparable(host, body)).toEqual(comparable(host, host.expected(root)));
  });
}

/** TYPE and sample lines of the families that hold still; of live counters not the values. */
function comparable({ restless, live }: ComparedHost, exposition: string): string[] {
  const lines: string[] = [];
  let family = "";
  for (const line of exposition.split("\n")) {
    if (line.startsWith("# HELP ")) continue;
    if (line.startsWith("# TYPE ")) family = line.split(" ")[2] ?? "";
    if (line === "" || restless.test(family)) continue;
    lines.push(live.test(family) && !line.startsWith("#") ? line.replace(/ \S+$/, "") : line);
  }
  return lines;
}
