import { expect, test } from "vitest";
import { type Declarations, flagsOf, optionsOf } from "../../../src/main/options/declared-flag.ts";
import { resolveValues } from "../../../src/main/options/values.ts";

const declarations = {
  most: { flag: "web.most", type: "int", default: 4, least: 1, help: "Most." },
  names: { flag: "web.name", type: "strings", default: [], help: "Name.", read: (texts) => new Set(texts) },
  format: { flag: "format", type: "string", default: "json", choices: ["json", "text"], help: "Format." },
  home: { flag: "home", type: "bool", default: false, help: "Home.", read: (isOn, env) => (isOn ? env["HOME"] : "") },
} as const satisfies Declarations;

const flags = flagsOf("Web", declarations);

function open(given: Readonly<Record<string, string>>) {
  const found = flags.flatMap((flag) => {
    const text = given[flag.name];
    return text === undefined ? [] : [{ flag, text }];
  });
  return optionsOf(declarations, resolveValues(flags, found, {}), { HOME: "/root" });
}

test("options are what their flags are declared to become", () => {
  const { most, names, format, home } = open({ "web.name": "a", home: "true" });
  // Typed by the declaration alone.
  const typed: { most: number; names: Set<string>; format: "json" | "text" } = { most, names, format };
  expect(typed).toEqual({ most: 4, names: new Set(["a"]), format: "json" });
  expect(home).toBe("/root");
});

test("a number below the least one names the flag", () => {
  expect(open({ "web.most": "1" }).most).toBe(1);
  expect(() => open({ "web.most": "0" })).toThrow("--web.most: must be 1 or more, not 0");
});

test("flags have the name that is declared and their heading", () => {
  expect(flags.map(({ name, group }) => `${group} ${name}`)).toEqual([
    "Web web.most",
    "Web web.name",
    "Web format",
    "Web home",
  ]);
});
