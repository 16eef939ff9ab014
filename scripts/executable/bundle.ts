/** The texts inside the executable: one bundle for every role, with all packages in it, and the script that starts them. */
import { createHash } from "node:crypto";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { type InputOptions, type OutputChunk, type OutputOptions, type Plugin, rolldown } from "rolldown";
import { builtinsWhenRun, COMMENTS, escapeNonAscii, withoutUnused } from "../bundling.ts";
import type { Role } from "./inside/roles.ts";
import { piscinaFromAsset } from "./piscina.ts";

const inside = join(import.meta.dirname, "inside");
const root = join(import.meta.dirname, "../..");

const ROLES: readonly Role[] = ["main", "worker", "bcrypt-thread", "mount-probe"];

/** Where the bundles of roles without a module of their own start. */
const SOURCES: Readonly<Record<Role, string>> = {
  main: join(inside, "main.ts"),
  worker: join(inside, "worker.ts"),
  "bcrypt-thread": join(root, "src/main/server/auth/bcrypt-thread.ts"),
  "mount-probe": join(root, "src/workers/mount-probe/child.ts"),
};

/** Modules of src/ whose place the executable's own take. */
const REPLACED = new Map([
  [join(root, "src/programs.ts"), join(inside, "programs.ts")],
  [join(root, "src/collectors/kit/load-package.ts"), join(inside, "load-package.ts")],
]);

/** Where packages look for files of their own: nobody can put any there. */
const NO_DIRECTORY = "/proc/self/no-directory";
const NO_FILES = {
  "import.meta.url": JSON.stringify(`file://${NO_DIRECTORY}/bundle.js`),
  "import.meta.resolve": "undefined",
  __dirname: JSON.stringify(NO_DIRECTORY),
  __filename: JSON.stringify(`${NO_DIRECTORY}/bundle.js`),
};

/** Piscina changes the priority of threads by it when told to, which nothing here does. */
const UNUSED_ADDON = "@napi-rs/nice";

/** A bundle, and what is inside. */
export interface Bundle {
  readonly role: Role;
  /** ASCII; the body of a function, see boot.ts. */
  readonly text: string;
  readonly sha256: string;
  /** Files that it consists of. */
  readonly modules: readonly string[];
}

/** `revision`: the commit that `--version` names. */
export async function bundleRoles(revision: string): Promise<readonly Bundle[]> {
  const plugins = [withoutUnused, builtinsWhenRun, replacements, piscinaFromAsset];
  return Promise.all(
    ROLES.map(async (role): Promise<Bundle> => {
      const { code, moduleIds } = await bundleOf(
        { input: SOURCES[role], plugins, transform: { define: { ...NO_FILES, REVISION: JSON.stringify(revision) } } },
        { format: "cjs", exports: "named" },
      );
      const text = escapeNonAscii(`(function (require, module, exports, codeCache, codeCacheOf) {${code}\n})`);
      return { role, text, sha256: createHash("sha256").update(text).digest("hex"), modules: moduleIds };
    }),
  );
}

/** The script that every thread starts with. `records`: whether it writes what V8 compiles, see record-code.ts. */
export async function bundleBoot(bundles: readonly Bundle[], records: boolean): Promise<string> {
  const digests = Object.fromEntries(bundles.map(({ role, sha256 }) => [role, sha256]));
  const define = { BUNDLE_DIGESTS: JSON.stringify(digests), RECORDS: String(records) };
  const { code } = await bundleOf(
    { input: join(inside, "boot.ts"), transform: { define } },
    { format: "cjs", exports: "named" },
  );
  return code;
}

const replacements: Plugin = {
  name: "replacements",
  load(id) {
    const replacement = REPLACED.get(id);
    return replacement === undefined ? null : `export * from ${JSON.stringify(replacement)};`;
  },
  resolveId: (id) => (id === "executable:programs" ? join(inside, "programs.ts") : null),
};

async function bundleOf(input: InputOptions, output: OutputOptions): Promise<OutputChunk> {
  const bundle = await rolldown({ platform: "node", external: (id) => isBuiltin(id) || id === UNUSED_ADDON, ...input });
  const { output: chunks } = await bundle.generate({ codeSplitting: false, comments: COMMENTS, ...output });
  await bundle.close();
  const [chunk] = chunks;
  if (chunks.length !== 1) throw new Error(`more than one file: ${chunks.map(({ fileName }) => fileName).join(", ")}`);
  return chunk;
}
