import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isLive, isVolatile } from "../fixture-host/compare.ts";
import { fixtureArguments, fixtureFolder, hasFixtureHost, unpackFixtureHost } from "../fixture-host/host.ts";
import { startProgram } from "../support/program.ts";

test.skipIf(!hasFixtureHost())(
  "the whole exposition of the captured host is as expected, in order (skipped without the captured host)",
  async () => {
    const root = unpackFixtureHost();
    const { get } = await startProgram([...fixtureArguments(root), "--web.max-requests=7"]);
    const { status, body } = await get();
    expect(status).toBe(200);
    const expected = readFileSync(join(fixtureFolder, "host-expected.prom"), "utf8");
    // The capture ran in another folder, which shows in labels that hold a path.
    expect(comparable(body)).toEqual(comparable(expected.replaceAll('path="collector/fixtures/', `path="${root}/`)));
  },
);

/** TYPE and sample lines of the families that hold still; of counters of the live loopback interface not the values. */
function comparable(exposition: string): string[] {
  const lines: string[] = [];
  let family = "";
  for (const line of exposition.split("\n")) {
    if (line.startsWith("# HELP ")) continue;
    if (line.startsWith("# TYPE ")) family = line.split(" ")[2] ?? "";
    if (!isVolatile(family)) lines.push(isLive(family) && !line.startsWith("#") ? line.replace(/ \S+$/, "") : line);
  }
  return lines;
}
