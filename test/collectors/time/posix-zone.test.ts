import { expect, test } from "vitest";
import { parsePosixZone, posixZoneAt } from "../../../src/collectors/time/posix-zone.ts";

const at = (rule: string, time: string) => {
  const zone = parsePosixZone(rule);
  if (zone === undefined) return undefined;
  const { abbreviation, offset } = posixZoneAt(zone, Date.parse(time) / 1000);
  return [abbreviation, offset];
};

test.each([
  ["UTC0", "2026-07-01T00:00:00Z", "UTC", 0],
  ["<-03>3", "2026-07-01T00:00:00Z", "-03", -10800],
  ["<+0545>-5:45", "2026-07-01T00:00:00Z", "+0545", 20700],
  ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", "CET", 3600],
  ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", "CEST", 7200],
  ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", "CEST", 7200],
  ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", "CET", 3600],
  ["EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", "EDT", -14400],
  ["EST5EDT", "2026-03-08T06:59:59Z", "EST", -18000],
  ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", "AEDT", 39600],
  ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", "AEST", 36000],
  ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", "-01", -3600],
  ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", "-02", -7200],
  ["IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", "IDT", 10800],
  ["AAA0BBB-1,J60/0,J300", "2028-02-29T23:59:59Z", "AAA", 0],
  ["AAA0BBB-1,J60/0,J300", "2028-03-01T00:00:00Z", "BBB", 3600],
  ["AAA0BBB-1,J59/0,J300", "2028-02-28T00:00:00Z", "BBB", 3600],
  ["AAA0BBB-1,59/0,300", "2028-02-29T00:00:00Z", "BBB", 3600],
])("%s at %s", (rule, time, abbreviation, offset) => {
  expect(at(rule, time)).toEqual([abbreviation, offset]);
});

test.each(["", "CE-1", "CET", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0/x,M10.5.0", "<CET-1"])(
  "%j is no rule",
  (rule) => {
    expect(parsePosixZone(rule)).toBeUndefined();
  },
);
