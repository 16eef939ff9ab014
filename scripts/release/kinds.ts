/** The kinds of files that a release consists of, and which of them a call asks for. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { ArgumentError } from "../arguments.ts";
import { deb } from "./deb.ts";
import { image } from "./image.ts";
import { type Kind, type Tool, TOOLS } from "./parts.ts";
import { ARCHITECTURES } from "./product.ts";
import { rpm } from "./rpm.ts";
import { sbom } from "./sbom.ts";
import { tarball } from "./tarball.ts";

/** The terms of all that the executable contains. */
export const LICENCES = "LICENCES.txt";

const KINDS: ReadonlyMap<string, Kind> = new Map(Object.entries({ tarball, deb, rpm, image, sbom }));

/** Names of all kinds, as `--only` has them. */
export const ALL_KINDS = [...KINDS.keys()].join(",");

/** The kinds of a list of names; throws ArgumentError. */
export function kindsOf(only: string): ReadonlyMap<string, Kind> {
  return new Map(
    only.split(",").map((name) => {
      const kind = KINDS.get(name);
      if (kind === undefined) throw new ArgumentError(`--only: ${JSON.stringify(name)} is none of ${ALL_KINDS}`);
      return [name, kind];
    }),
  );
}

/** All files that a release of this version may have for any architecture, except for the checksums. */
export function fileNames(): readonly string[] {
  const architectures = Object.values(ARCHITECTURES);
  return [LICENCES, ...[...KINDS.values()].flatMap(({ fileName }) => architectures.map((name) => fileName(name)))];
}

/** A line about programs that these kinds need and this machine does not have; undefined when it has all. */
export function missingTools(kinds: ReadonlyMap<string, Kind>): string | undefined {
  const missing = new Set([...kinds.values()].flatMap(({ tools }) => tools.filter((tool) => !isInstalled(tool))));
  if (missing.size === 0) return undefined;
  const packages = new Set([...missing].map((tool) => TOOLS[tool]));
  const others = [...kinds].filter(([, { tools }]) => !tools.some((tool) => missing.has(tool))).map(([name]) => name);
  const without = others.length === 0 ? "" : `; without: --only=${others.join(",")}`;
  return `needs ${[...missing].join(", ")} (apt-get install ${[...packages].join(" ")})${without}`;
}

function isInstalled(tool: Tool): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, tool), constants.X_OK);
      return true;
    } catch {
      // Not in this directory.
      return false;
    }
  });
}
