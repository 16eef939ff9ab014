import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "./checksums.ts";
import type { ReleaseParts } from "./parts.ts";
import { architecture, NAME, root, VERSION } from "./product.ts";
import { run } from "./tree.ts";

/** The parts of a CycloneDX document that are read or changed here. */
interface Bom {
  serialNumber: string;
  metadata: { timestamp: string; component: { name: string } };
  components: { readonly name: string }[];
}

/** npm installs them beside what the executable contains, and it contains nothing of them. */
const ABSENT = /^@napi-rs\//;

/** Writes a CycloneDX document: npm's, completed by Node.js and what that contains. */
export function makeSbom({ output, seconds }: ReleaseParts): void {
  const words = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--omit=dev"];
  const bom = JSON.parse(run("npm", words, { cwd: root })) as Bom;
  bom.components = [...bom.components.filter(({ name }) => !ABSENT.test(name)), ...runtime()];
  bom.metadata.component.name = NAME;
  // npm has the time and a random number here, and the same release would not be the same twice.
  bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
  bom.serialNumber = serialNumber(JSON.stringify(bom.components));
  const file = `${NAME}-${VERSION}.linux-${architecture().name}.cdx.json`;
  writeFileSync(join(output, file), `${JSON.stringify(bom, undefined, 2)}\n`);
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
