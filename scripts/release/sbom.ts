import { writeFileSync } from "node:fs";
import { sha256 } from "./checksums.ts";
import type { Kind, ReleaseParts } from "./parts.ts";
import { NAME, root, VERSION } from "./product.ts";
import { run } from "./tree.ts";

/** A package in LICENCES.txt, between two lines. */
const HEADING = /^=+\n(\S+)\n=+$/gm;

/** The parts of a CycloneDX document that are read or changed here. */
interface Bom {
  serialNumber: string;
  metadata: { timestamp: string; component: { name: string } };
  components: { readonly name: string; readonly "bom-ref": string }[];
  dependencies: { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** A CycloneDX document: what npm knows of the packages inside, Node.js, and what that contains. */
export const sbom: Kind = {
  fileName: ({ name }) => `${NAME}-${VERSION}.linux-${name}.cdx.json`,
  tools: ["npm"],
  make: makeSbom,
};

function makeSbom({ licences, file, seconds }: ReleaseParts): void {
  const bom = JSON.parse(
    run("npm", ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application"], { cwd: root }),
  ) as Bom;
  const inside = new Set([...licences.matchAll(HEADING)].map(([, name = ""]) => name));
  const absent = new Set(
    bom.components.filter(({ name }) => !inside.has(name)).map((component) => component["bom-ref"]),
  );
  bom.components = [...bom.components.filter((component) => !absent.has(component["bom-ref"])), ...runtime()];
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => !absent.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => !absent.has(other)) }));
  bom.metadata.component.name = NAME;
  // npm has the time and a random number here, and the same release would not be the same twice.
  bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
  bom.serialNumber = serialNumber(JSON.stringify(bom.components));
  writeFileSync(file, `${JSON.stringify(bom, undefined, 2)}\n`);
}

/** The Node.js that is inside of the executable is the one that builds it. */
function runtime() {
  const { node, ...parts } = process.versions;
  const component = (type: string, name: string, version: string) => ({
    "bom-ref": `${name}@${version}`,
    type,
    name,
    version,
    purl: `pkg:generic/${name}@${version}`,
  });
  // `modules` is the number of an interface.
  const libraries = Object.entries(parts).filter(([name, version]) => name !== "modules" && version !== undefined);
  return [
    component("platform", "node", node),
    ...libraries.map(([name, version = ""]) => component("library", `node-${name}`, version)),
  ];
}

function serialNumber(content: string): string {
  const digits = sha256(content);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `5${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return `urn:uuid:${[...parts, digits.slice(20, 32)].join("-")}`;
}
