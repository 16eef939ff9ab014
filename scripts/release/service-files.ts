/** What a package installs beside the program, as its distribution names things. */
import { readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./product.ts";
import { type Entry, inTemporaryDirectory, run } from "./tree.ts";

/** How a distribution names the program, and where its flags are. */
export interface Names {
  /** Of the program, its units and its manual page. */
  readonly program: string;
  /** The file with the flags, and the variable in it. */
  readonly flags: string;
  readonly variable: string;
  readonly units: string;
  readonly zshDirectory: string;
  /** Comment lines of the file with the flags. */
  readonly hint: string;
  /** Flags that come before those of the file. */
  readonly first?: string;
}

/** The program with units, user, flags, manual page and completion. */
export function serviceFiles(executable: string, names: Names): readonly Entry[] {
  const { program, flags, units, zshDirectory } = names;
  const { manual, bash, zsh } = pagesOf(executable, program);
  const file = (path: string, content: string): Entry => ({ path, mode: 0o644, content });
  return [
    { path: `usr/bin/${program}`, mode: 0o755, content: { copyOf: executable } },
    file(`${units}/${program}.service`, unit("service", names)),
    file(`${units}/${program}.socket`, unit("socket", names)),
    file(`usr/lib/sysusers.d/${program}.conf`, source("sysusers")),
    file(flags.slice(1), flagsFile(names)),
    { path: `usr/share/man/man8/${program}.8.gz`, mode: 0o644, content: gzipSync(manual, { level: 9 }) },
    file(`usr/share/bash-completion/completions/${program}`, bash),
    file(`${zshDirectory}/_${program}`, zsh),
  ];
}

/** The file with the flags as it is installed. */
export function flagsFile({ hint, variable }: Names): string {
  return `${hint}${variable}=""\n`;
}

/** A unit of deploy/systemd with the distribution's names, without the advice for an installation by hand. */
function unit(kind: "service" | "socket", { program, flags, variable, first = "" }: Names): string {
  const text = source(kind);
  return text
    .slice(text.indexOf("[Unit]"))
    .replaceAll("$OPTIONS", `${first}$${variable}`)
    .replaceAll("/etc/sysconfig/node_exporter", flags)
    .replaceAll("/usr/local/bin/node_exporter", `/usr/bin/${program}`)
    .replaceAll("man:node_exporter(8)", `man:${program}(8)`);
}

function source(extension: string): string {
  return readFileSync(join(root, `deploy/systemd/node_exporter.${extension}`), "utf8");
}

/** What the program prints about itself when it is called by this name. */
function pagesOf(executable: string, program: string) {
  return inTemporaryDirectory((directory) => {
    const called = join(directory, program);
    symlinkSync(resolve(executable), called);
    return {
      manual: run(called, ["--help-man"]),
      bash: run(called, ["--completion-script-bash"]),
      zsh: run(called, ["--completion-script-zsh"]),
    };
  });
}
