import { execFileSync } from "node:child_process";

/** A network namespace made for this benchmark. */
export interface Namespace {
  /** Words before a command that is to run inside. */
  readonly prefix: readonly string[];
  remove(): void;
}

/** Creates a namespace with this many pairs of virtual Ethernet interfaces, all up; needs root and iproute2. */
export function makeNamespace(pairs: number): Namespace {
  const name = `node-exporter-ts-bench-${process.pid}`;
  ip(["netns", "add", name]);
  const remove = () => ip(["netns", "del", name]);
  process.once("exit", remove);
  try {
    ip(["-n", name, "-batch", "-"], commands(pairs).join("\n"));
  } catch (error) {
    process.off("exit", remove);
    remove();
    throw error;
  }
  return {
    prefix: ["ip", "netns", "exec", name],
    remove() {
      process.off("exit", remove);
      remove();
    },
  };
}

/** Why namespaces cannot be created here; undefined when they can. */
export function namespaceRefusal(): string | undefined {
  if (process.getuid?.() !== 0) return "network namespaces need root";
  try {
    execFileSync("ip", ["-V"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "network namespaces need iproute2";
  }
}

function commands(pairs: number): readonly string[] {
  const lines = ["link set lo up"];
  for (let i = 0; i < pairs; i++) {
    lines.push(`link add veth${i}a type veth peer name veth${i}b`);
    lines.push(`link set veth${i}a up`, `link set veth${i}b up`);
  }
  return lines;
}

function ip(words: readonly string[], input = ""): void {
  execFileSync("ip", words, { input, stdio: ["pipe", "ignore", "inherit"] });
}
