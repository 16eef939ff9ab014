import { expect, test } from "vitest";
import { textHeader } from "../../../src/collectors/text-format/header.ts";
import type { RenderedFamily } from "../../../src/collectors/kit/define.ts";
import { counter, gauge, openGauge, type OpenFamily } from "../../../src/collectors/kit/family.ts";
import { Sink } from "../../../src/workers/render/sink.ts";

test("hands over the families that have samples, each with the same slot at each scrape", () => {
  const sink = new Sink();
  const [first, second] = [gauge("a", "A."), counter("b_total", "B.", "x")];
  sink.emit(first, 1);
  sink.emit(second, 2, "y");
  expect(finish(sink)).toEqual(["0 gauge a A.: a 1", '1 counter b_total B.: b_total{x="y"} 2']);
  sink.emit(second, 3, "y");
  expect(finish(sink)).toEqual(['1 counter b_total B.: b_total{x="y"} 3']);
  sink.emit(first, 4);
  expect(finish(sink)).toEqual(["0 gauge a A.: a 4"]);
  expect(finish(sink)).toEqual([]);
});

test("takes any number of labels, missing values as empty", () => {
  const sink = new Sink();
  sink.emit(gauge("n0", ""), 0);
  sink.emit(gauge("n1", "", "a"), 1, "1");
  sink.emit(gauge("n2", "", "a", "b"), 2, "1", "2");
  sink.emit(gauge("n3", "", "a", "b", "c"), 3, "1", "2", "3");
  sink.emit(gauge("n4", "", "a", "b", "c", "d"), 4, "1", "2", "3", "4");
  sink.emit(gauge("n6", "", "f", "e", "d", "c", "b", "a"), 6, "1", "2", "3", "4", "5", "6");
  expect(finish(sink).map((line) => line.split(": ")[1])).toEqual([
    "n0 0",
    'n1{a="1"} 1',
    'n2{a="1",b="2"} 2',
    'n3{a="1",b="2",c="3"} 3',
    'n4{a="1",b="2",c="3",d="4"} 4',
    'n6{a="6",b="5",c="4",d="3",e="2",f="1"} 6',
  ]);
});

test("two sinks may use the same family in turn", () => {
  const family = gauge("shared", "S.", "x");
  const [one, two] = [new Sink(), new Sink()];
  two.emit(gauge("other", "O."), 0);
  for (let i = 0; i < 3; i++) {
    one.emit(family, i, "one");
    two.emit(family, i, "two");
    one.emit(family, i, "uno");
    expect(finish(one)).toEqual([`0 gauge shared S.: shared{x="one"} ${i} shared{x="uno"} ${i}`]);
    expect(finish(two).at(-1)).toBe(`1 gauge shared S.: shared{x="two"} ${i}`);
  }
});

test("takes samples with label names of their own, and whole families as they are", () => {
  const sink = new Sink();
  sink.emit.pairs(openGauge("dmi", "D."), 1, ["b", "a"], ["2", "1"]);
  sink.emit.rendered({ name: "t", type: "untyped", help: "T.", text: "t 1\nt 2\n", samples: 2 });
  expect(finish(sink)).toEqual(['0 gauge dmi D.: dmi{a="1",b="2"} 1', "-1 untyped t T.: t 1 t 2"]);
  expect(finish(sink)).toEqual([]);
});

test("keeps what a family gives for OpenMetrics", () => {
  const sink = new Sink();
  sink.emit.rendered({ name: "h", type: "histogram", help: "", text: "h 1\n", samples: 1, openMetrics: "h 1.0\n" });
  let text = "";
  sink.finish((_, { openMetrics }) => (text = Buffer.from(openMetrics ?? []).toString()));
  expect(text).toBe("h 1.0\n");
});

test("the version of a text stays as long as the text does", () => {
  const sink = new Sink();
  const [fixed, open] = [gauge("a", "A.", "x"), openGauge("o", "O.")];
  const rendered = (text: string) => ({ name: "t", type: "untyped", help: "", text, samples: 1 }) as const;
  const same = rendered("t 1\n");
  const versions = (value: number, label: string, family: RenderedFamily): readonly number[] => {
    sink.emit(fixed, value, label);
    sink.emit.pairs(open, value, ["b"], [label]);
    sink.emit.rendered(family);
    const seen: number[] = [];
    sink.finish((_, { version }) => seen.push(version));
    return seen;
  };
  const first = versions(1, "y", same);
  expect(versions(1, "y", same)).toEqual(first);
  const [value, openValue, text] = versions(2, "y", rendered("t 2\n"));
  expect([value === first[0], openValue === first[1], text === first[2]]).toEqual([false, false, false]);
  const [label, openLabel] = versions(2, "z", same);
  expect([label === value, openLabel === openValue]).toEqual([false, false]);
});

test("discarded samples are in no scrape", () => {
  const sink = new Sink();
  const family = gauge("a", "A.", "x");
  sink.emit(family, 1, "y");
  sink.emit.rendered({ name: "t", type: "untyped", help: "", text: "t 1\n", samples: 1 });
  sink.discard();
  expect(finish(sink)).toEqual([]);
  sink.emit(family, 2, "z");
  expect(finish(sink)).toEqual(['0 gauge a A.: a{x="z"} 2']);
});

test("refuses a family without fixed labels where labels are given by position", () => {
  const sink = new Sink();
  const family: OpenFamily = openGauge("open", "O.");
  sink.emit.pairs(family, 1, ["a"], ["1"]);
  // The compiler refuses this; a cast shows what happens otherwise.
  expect(() => sink.emit(family as never, 1)).toThrow("open: not a family with fixed labels");
});

function finish(sink: Sink): string[] {
  const families: string[] = [];
  sink.finish(({ name, type, help }, { bytes, length }, slot) => {
    const header = textHeader(name, type, help);
    const whole = bytes.toString("utf8", 0, length);
    expect(whole.slice(0, header.length)).toBe(header);
    const text = whole.slice(header.length).trim().replaceAll("\n", " ");
    families.push(`${slot} ${type} ${name} ${help}: ${text}`);
  });
  return families;
}
