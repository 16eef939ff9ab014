import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localZone, UTC } from "../../../src/collectors/time/local-zone.ts";
import { fileCalls } from "../../../src/workers/host/file-calls.ts";
import { StatWatch } from "../../../src/workers/host/file-watch.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { compileZone } from "../../support/tzif.ts";

const zoneOf = (tz: string | undefined) => localZone(tz, (path) => new StatWatch(path, fileCalls()))();

test("TZ names a file by its whole path, with or without a colon", () => {
  const path = join(temporaryDirectory(), "zone");
  writeFileSync(path, compileZone({ types: [[3600, false, "CET"]] }));
  for (const tz of [path, `:${path}`])
    expect(zoneOf(tz).types).toEqual([{ abbreviation: "CET", offset: 3600, isDst: false }]);
});

test.each(["", ":", "UTC", "No/Such", "CET-1CEST", "/no/such/file"])("TZ=%s is UTC", (tz) => {
  expect(zoneOf(tz)).toBe(UTC);
});

test("a damaged file, a folder and a huge file are UTC", () => {
  const path = temporaryDirectory();
  mkdirSync(join(path, "folder"));
  writeFileSync(join(path, "damaged"), "TZif");
  writeFileSync(join(path, "huge"), Buffer.concat([compileZone({ types: [[60, false, "X"]] }), Buffer.alloc(1 << 20)]));
  for (const name of ["folder", "damaged", "huge"]) expect(zoneOf(join(path, name))).toBe(UTC);
});

test("a zone that was replaced is read again", () => {
  const path = join(temporaryDirectory(), "zone");
  writeFileSync(path, compileZone({ types: [[3600, false, "CET"]] }));
  const read = localZone(path, (file) => new StatWatch(file, fileCalls()));
  const names = () => read().types.map(({ abbreviation }) => abbreviation);
  expect([names(), names()]).toEqual([["CET"], ["CET"]]);
  writeFileSync(`${path}.new`, compileZone({ types: [[7200, false, "EET"]] }));
  renameSync(`${path}.new`, path);
  expect(names()).toEqual(["EET"]);
  rmSync(path);
  expect(names()).toEqual(["UTC"]);
});
