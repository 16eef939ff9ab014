/** What all files of a release have in common. */
import { join } from "node:path";
import { commitTime } from "../git.ts";
import manifest from "../../package.json" with { type: "json" };

export const root = join(import.meta.dirname, "../..");

export const { name: NAME, version: VERSION, description: DESCRIPTION } = manifest;

export const HOMEPAGE = manifest.homepage.replace(/#.*/, "");
export const MAINTAINER = `${manifest.author} <node-exporter-ts@users.noreply.github.com>`;

/** The architecture of the executable, which is that of this machine, by the name that each format has for it. */
export interface Architecture {
  /** Of Go, Debian and OCI. */
  readonly name: string;
  readonly rpm: string;
}

/** Those that releases are made for, by the name that Node.js has. */
export const ARCHITECTURES: Readonly<Partial<Record<NodeJS.Architecture, Architecture>>> = {
  x64: { name: "amd64", rpm: "x86_64" },
  arm64: { name: "arm64", rpm: "aarch64" },
};

/** Throws for one that no release is made for. */
export function architecture(): Architecture {
  const found = ARCHITECTURES[process.arch];
  if (found === undefined) throw new Error(`releases are made for amd64 and arm64, not for ${process.arch}`);
  return found;
}

/** What files in a release are dated, in seconds since 1970: SOURCE_DATE_EPOCH, otherwise the time of the commit. */
export function sourceDate(): number {
  const { SOURCE_DATE_EPOCH: given = "" } = process.env;
  return given === "" ? commitTime() : Number(given);
}
