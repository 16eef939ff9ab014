import type { Flag } from "./flag.ts";

/** How a flag is written: `--[no-]name`, `--name="default"`, `--name=NAME`; repeatable ones end with ` ...`. */
export function switchText(flag: Flag): string {
  if (flag.type === "bool") return flag.prints === undefined ? `--[no-]${flag.name}` : `--${flag.name}`;
  return `--${flag.name}=${placeholder(flag)}`;
}

function placeholder(flag: Exclude<Flag, { type: "bool" }>): string {
  const unknown = flag.name.toUpperCase();
  if (flag.type === "strings") return `${flag.default.map((text) => text || '""').join(",") || unknown} ...`;
  if (flag.type !== "string") return String(flag.default);
  if (flag.default === "") return unknown;
  return flag.choices === undefined ? `"${flag.default}"` : flag.default;
}
