import type { CollectorDefinition } from "../../src/collectors/kit/define.ts";
import type { Directory, Native, Tree } from "../../src/collectors/kit/host.ts";
import type { FileSource, Source } from "../../src/collectors/kit/sources.ts";
import type { ScrapedHost } from "../../src/workers/host/host.ts";

/** Holds what a collector does against what its definition declares, and keeps what was not declared. */
export class Declarations {
  private readonly definition: CollectorDefinition;
  private readonly undeclared = new Set<string>();

  constructor(definition: CollectorDefinition) {
    this.definition = definition;
  }

  /** The same host, whose reads are checked. */
  checked(host: ScrapedHost): ScrapedHost {
    const proc = this.tree(host.proc, "procfs");
    const sys = this.tree(host.sys, "sysfs");
    const native = this.native(host.native);
    const watch: ScrapedHost["watch"] = (path) => {
      if (path.startsWith(`${host.udevData}/`)) this.file("udev", path.slice(host.udevData.length + 1));
      return host.watch(path);
    };
    const overrides = { proc, sys, native, watch };
    return new Proxy(host, { get: (target, key) => ({ ...target, ...overrides })[key as keyof ScrapedHost] });
  }

  /** Throws for families and reads that were not declared. */
  check(families: Iterable<string>): void {
    for (const name of families) if (!this.declares(name)) this.undeclared.add(`family ${name}`);
    if (this.undeclared.size === 0) return;
    throw new Error(`${this.definition.name} does not declare ${[...this.undeclared].join(", ")}`);
  }

  private declares(family: string): boolean {
    if (this.definition.bringsFamilies !== undefined) return true;
    const names = this.definition.families.map((each) => (typeof each === "string" ? each : each.name));
    return names.some((name) => matches(name, family));
  }

  private file(root: FileSource["root"], path: string): void {
    this.expect(`${root} ${path}`, (source) => source.type === "file" && source.root === root && covers(source, path));
  }

  private expect(what: string, isIt: (source: Source) => boolean): void {
    if (!this.definition.sources.some((source) => isIt(source))) this.undeclared.add(what);
  }

  private tree(tree: Tree, root: FileSource["root"]): Tree {
    return recording(tree, (method, path) => {
      if (method === "resolve") return undefined;
      this.file(root, path);
      return method === "directory" ? (directory: Directory) => this.directory(directory, root, path) : undefined;
    });
  }

  private directory(directory: Directory, root: FileSource["root"], path: string): Directory {
    return recording(directory, (_, name) => {
      this.file(root, path === "" ? name : `${path}/${name}`);
      return undefined;
    });
  }

  private native(native: Native): Native {
    return recording(native, (method, first) => {
      const call = CALLS[method];
      if (call !== undefined)
        this.expect(call, (source) => source.type === "system-call" && source.name.startsWith(call));
      if (method === "netlink" || method === "subscribe") {
        const protocol = PROTOCOLS[Number(first)];
        this.expect(`netlink ${protocol}`, (source) => source.type === "netlink" && source.protocol === protocol);
      }
      return undefined;
    });
  }
}

const CALLS: Readonly<Record<string, string>> = {
  adjtimex: "adjtimex",
  ioctl: "ioctl",
  perfEventOpen: "perf_event_open",
  uname: "uname",
};

const PROTOCOLS: Readonly<Record<number, string>> = { 0: "route", 4: "sock-diag", 16: "generic" };

/** Hears of each method's call, with its first argument, before it is made; may put something in place of the result. */
type Heard = (method: string, first: string) => ((result: never) => unknown) | undefined;

function recording<T extends object>(target: T, heard: Heard): T {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || typeof key !== "string") return value;
      return (...call: readonly unknown[]): unknown => {
        const replace = heard(key, String(call[0]));
        const result: unknown = Reflect.apply(value, target, call);
        return replace === undefined ? result : replace(result as never);
      };
    },
  });
}

/** Whether a source's pattern covers a path, or something that is below it. */
export function covers({ path: pattern }: FileSource, path: string): boolean {
  const parts = path === "" ? [] : path.split("/");
  const patterns = pattern.split("/");
  return parts.every((part, i) => {
    const index = patterns.indexOf("**");
    return (index >= 0 && i >= index) || matches(patterns[i] ?? "", part);
  });
}

/** `*` in the pattern stands for any text. */
function matches(pattern: string, text: string): boolean {
  const [start = "", ...others] = pattern.split("*");
  if (others.length === 0) return pattern === text;
  const source = others.map((part) => `.*${escape(part)}`).join("");
  return new RegExp(`^${escape(start)}${source}$`, "s").test(text);
}

function escape(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
}
