import { expect, test } from "vitest";
import { CollectorQuery } from "../../../src/main/routes/query.ts";

const ENABLED = ["arp", "cpu", "loadavg", "netdev", "stat"];
const PREFIX = "Couldn't create filtered metrics handler: couldn't create collector:";
const ALL = ["cpu", "loadavg", "stat", "arp", "netdev"];

const query = new CollectorQuery(ENABLED, [...ENABLED, "wifi"]);

test.each([
  [undefined, ALL],
  ["", ALL],
  ["other=1", ALL],
  ["collect[]=cpu", ["cpu"]],
  ["collect[]=netdev&collect[]=stat", ["stat", "netdev"]],
  ["collect[]=cpu&collect[]=cpu", ["cpu"]],
  ["collect%5B%5D=cpu", ["cpu"]],
  ["collect[]=c%70u", ["cpu"]],
  ["exclude[]=cpu", ["loadavg", "stat", "arp", "netdev"]],
  ["exclude[]=cpu&exclude[]=arp", ["loadavg", "stat", "netdev"]],
  ["exclude[]=none", ALL],
  ["exclude[]=wifi", ALL],
  ["exclude[]=", ALL],
  ["exclude[]=arp&exclude[]=cpu&exclude[]=loadavg&exclude[]=netdev&exclude[]=stat", ALL],
  ["collect=cpu", ALL],
  ["Collect[]=cpu", ALL],
  ["collect[]=%zz", ALL],
  ["collect[]=cpu&collect[]=%", ["cpu"]],
  ["%ff=cpu&collect[]=cpu", ["cpu"]],
  ["collect[]=cpu;collect[]=arp", ALL],
  ["&&=&collect[]=cpu&", ["cpu"]],
])("%s runs %j", (text, names) => {
  expect(chosen(text)).toEqual(names);
});

test.each([
  ["collect[]=cpu&exclude[]=arp", "Combined collect and exclude queries are not allowed."],
  ["exclude[]=&collect[]=", "Combined collect and exclude queries are not allowed."],
  ["collect[]=none", `${PREFIX} missing collector: none`],
  ["collect[]=", `${PREFIX} missing collector: `],
  ["collect[]", `${PREFIX} missing collector: `],
  ["collect[]=wifi", `${PREFIX} disabled collector: wifi`],
  ["collect[]=cpu&collect[]=wifi&collect[]=none", `${PREFIX} disabled collector: wifi`],
  ["collect[]=a+b", `${PREFIX} missing collector: a b`],
  ["collect[]=%c3%A9%2B", `${PREFIX} missing collector: é+`],
  ["collect[]=%ff", `${PREFIX} missing collector: \u{FFFD}`],
  ["collect[]=%c3cpu", `${PREFIX} missing collector: \u{FFFD}cpu`],
  ["collect[]=toString", `${PREFIX} missing collector: toString`],
])("%s is refused", (text, refused) => {
  expect(query.choose(text)).toEqual({ refused });
});

test("the same choice has the same key, however it is written, and another has another", () => {
  expect(key("collect[]=cpu&collect[]=arp")).toBe(key("collect[]=arp&collect[]=cpu&collect[]=cpu"));
  expect(key("exclude[]=none")).toBe(key("exclude[]=none&x=y"));
  expect(key("collect[]=cpu")).not.toBe(key("collect[]=arp"));
  expect(key("exclude[]=cpu")).not.toBe(key(undefined));
});

test("name[] chooses families, not collectors", () => {
  expect(query.choose("name[]=node_load1&name[]=x")).toMatchObject({ names: new Set(["node_load1", "x"]) });
  expect(query.choose("name[]=x&collect[]=cpu")).toMatchObject({ names: new Set(["x"]), collectors: [1] });
  expect(query.choose("collect[]=cpu")).toMatchObject({ names: undefined });
});

test("a query with very many values is cut, not an error", () => {
  const many = Array.from({ length: 100_000 }, () => "collect[]=cpu").join("&");
  expect(chosen(many)).toEqual(["cpu"]);
});

test("the same query chooses among the collectors that are on since", () => {
  const reloaded = new CollectorQuery(["arp", "cpu"], ENABLED, ENABLED);
  const [added, removed] = ["collect[]=netdev", "collect[]=arp"];
  for (const text of [added, removed]) reloaded.choose(text);
  reloaded.use(["cpu", "netdev"]);
  expect(reloaded.choose(added)).toMatchObject({ collectors: [3] });
  expect(reloaded.choose(removed)).toEqual({ refused: `${PREFIX} disabled collector: arp` });
});

test("an exporter without collectors answers", () => {
  expect(new CollectorQuery([], ["cpu"]).choose(undefined)).toMatchObject({ collectors: [] });
});

function chosen(text: string | undefined): string[] {
  const choice = query.choose(text);
  if ("refused" in choice) throw new Error(choice.refused);
  return choice.collectors.map((number) => ENABLED[number] ?? "");
}

function key(text: string | undefined): string | undefined {
  const choice = query.choose(text);
  return "key" in choice ? choice.key : undefined;
}
