/** An image in the layout of OCI, made without a container engine: one layer with the program and what it links. */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { revision } from "../git.ts";
import { sha256 } from "./checksums.ts";
import { imageRoot } from "./image-root.ts";
import type { Kind, ReleaseParts } from "./parts.ts";
import { architecture, DESCRIPTION, HOMEPAGE, NAME, VERSION } from "./product.ts";
import { inTemporaryDirectory, packTar, run, writeTree } from "./tree.ts";

/** nobody: the image has no other unprivileged user. */
const USER = "65534:65534";

const BLOBS = "blobs/sha256";
const CONFIG = "application/vnd.oci.image.config.v1+json";
const LAYER = "application/vnd.oci.image.layer.v1.tar";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** The entry point is the program alone: manifests and commands pass all of its flags. */
export const image: Kind = {
  fileName: ({ name }) => `${NAME}-${VERSION}.linux-${name}.oci.tar`,
  tools: ["tar", "gzip", "ldd", "dpkg"],
  make: makeImage,
};

function makeImage(parts: ReleaseParts): void {
  const { file, seconds } = parts;
  inTemporaryDirectory((directory) => {
    mkdirSync(join(directory, BLOBS), { recursive: true });
    const layer = addLayer(directory, parts);
    const config = addJson(directory, CONFIG, configuration(layer.diffId, seconds));
    const layers = [layer.descriptor];
    const manifest = addJson(directory, MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config, layers });
    writeIndex(directory, manifest, config, layer.descriptor);
    packTar(file, directory, ["oci-layout", "index.json", "manifest.json", "blobs"], seconds);
  });
}

function addLayer(directory: string, { executable, licences, seconds, isFast }: ReleaseParts) {
  return inTemporaryDirectory((root) => {
    writeTree(root, imageRoot(executable, licences), seconds);
    const tar = join(directory, "layer");
    packTar(tar, root, ["."], seconds);
    const diffId = digest(tar);
    if (isFast) return { diffId, descriptor: addFile(directory, LAYER, tar) };
    run("gzip", ["--no-name", "-9", tar]);
    return { diffId, descriptor: addFile(directory, `${LAYER}+gzip`, `${tar}.gz`) };
  });
}

/** See https://github.com/opencontainers/image-spec/blob/main/config.md */
function configuration(diffId: string, seconds: number) {
  const created = new Date(seconds * 1000).toISOString();
  return {
    created,
    architecture: architecture().name,
    os: "linux",
    config: {
      User: USER,
      ExposedPorts: { "9100/tcp": {} },
      Env: ["PATH=/bin", "MALLOC_ARENA_MAX=1"],
      Entrypoint: ["/bin/node_exporter"],
      WorkingDir: "/",
      Labels: labels(created),
    },
    rootfs: { type: "layers", diff_ids: [diffId] },
    history: [{ created, created_by: "npm run release" }],
  };
}

/** See https://github.com/opencontainers/image-spec/blob/main/annotations.md */
function labels(created: string): Readonly<Record<string, string>> {
  const values = {
    title: NAME,
    description: DESCRIPTION,
    version: VERSION,
    revision: revision(),
    created,
    source: HOMEPAGE,
    url: HOMEPAGE,
    documentation: `${HOMEPAGE}/tree/main/docs`,
    licenses: "Apache-2.0",
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`org.opencontainers.image.${key}`, value]));
}

/**
 * `manifest.json` is for engines that do not know the layout of OCI. Docker with the image store of containerd and podman
 * take the name from the annotation of containerd, others from that of OCI.
 */
function writeIndex(directory: string, manifest: Descriptor, config: Descriptor, layer: Descriptor): void {
  const write = (name: string, content: unknown): void => writeFileSync(join(directory, name), JSON.stringify(content));
  const name = `${NAME}:${VERSION}`;
  const annotations = {
    "io.containerd.image.name": `docker.io/library/${name}`,
    "org.opencontainers.image.ref.name": name,
  };
  const platform = { architecture: architecture().name, os: "linux" };
  write("oci-layout", { imageLayoutVersion: "1.0.0" });
  write("index.json", { schemaVersion: 2, manifests: [{ ...manifest, platform, annotations }] });
  write("manifest.json", [{ Config: pathOf(config), RepoTags: [name], Layers: [pathOf(layer)] }]);
}

function addJson(directory: string, mediaType: string, content: unknown): Descriptor {
  const file = join(directory, "json");
  writeFileSync(file, JSON.stringify(content));
  return addFile(directory, mediaType, file);
}

/** Makes a file a blob of the image. */
function addFile(directory: string, mediaType: string, file: string): Descriptor {
  const descriptor = { mediaType, digest: digest(file), size: statSync(file).size };
  renameSync(file, join(directory, pathOf(descriptor)));
  return descriptor;
}

function digest(file: string): string {
  return `sha256:${sha256(readFileSync(file))}`;
}

function pathOf({ digest: name }: Descriptor): string {
  return `${BLOBS}/${name.replace("sha256:", "")}`;
}
