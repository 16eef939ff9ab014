import type { Architecture } from "./product.ts";

/** A kind of file in a release. */
export interface Kind {
  /** The name of its file for an architecture. */
  readonly fileName: (architecture: Architecture) => string;
  /** Programs that make it, from the packages of TOOLS. */
  readonly tools: readonly Tool[];
  readonly make: (parts: ReleaseParts) => void;
}

/** Programs that make packages, each with the Debian package that has it. */
export const TOOLS = {
  dpkg: "dpkg",
  "dpkg-deb": "dpkg",
  gzip: "gzip",
  ldd: "libc-bin",
  npm: "npm",
  rpmbuild: "rpm",
  tar: "tar",
} as const;

export type Tool = keyof typeof TOOLS;

/** What every kind of package is made of. */
export interface ReleaseParts {
  /** The single executable. */
  readonly executable: string;
  /** The terms of all that is inside of it. */
  readonly licences: string;
  /** The path of the file that is written. */
  readonly file: string;
  /** What all files are dated, in seconds since 1970. */
  readonly seconds: number;
  /** Weak compression, in a quarter of the time. */
  readonly isFast: boolean;
}
