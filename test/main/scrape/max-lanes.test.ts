import { expect, test } from "vitest";
import { parseArguments } from "../../../src/main/options/parse.ts";
import { hostCpus, maxLanes } from "../../../src/main/scrape/max-lanes.ts";
import { hostTree } from "../../support/tree.ts";

const ONLINE = "sys/devices/system/cpu/online";

test.each<[string, readonly string[], Readonly<Record<string, string>>, string, number, number]>([
  ["a small host", [], {}, "0-62\n", 8, 1],
  ["a big host", [], {}, "0-63\n", 64, 4],
  ["a big host of which this process may use little", [], {}, "0-511\n", 2, 2],
  ["a big host where that is switched off", ["--runtime.more-workers=never"], {}, "0-511\n", 64, 1],
  ["a big host, with the number given", ["--runtime.gomaxprocs=1"], {}, "0-511\n", 64, 1],
  ["a big host, with the number in the environment", [], { GOMAXPROCS: "2" }, "0-511\n", 64, 2],
  ["a small host, with the number given", ["--runtime.gomaxprocs=3"], {}, "0-3\n", 1, 3],
])("%s", async (_, argv, env, online, available, expected) => {
  const paths = hostTree({ [ONLINE]: online });
  const parsed = await parseArguments(argv, env, "program");
  if (parsed.kind !== "run") throw new Error(JSON.stringify(parsed));
  expect(maxLanes({ ...parsed.options, paths }, available)).toBe(expected);
});

test("CPUs are counted in the list of those that are online, and by /proc/stat where there is none", () => {
  expect(hostCpus(hostTree({ [ONLINE]: "0-3,8,10-11\n" }))).toBe(7);
  expect(hostCpus(hostTree({ "proc/stat": "cpu  1 2\ncpu0 1\ncpu1 1\nintr 9\n" }))).toBe(2);
  expect(hostCpus(hostTree({}))).toBe(1);
});
