import type { Flag } from "./flag.ts";
import { switchText } from "./switch-text.ts";
import { usageLines } from "./usage.ts";

/** A manual page in the language of man(7). */
export function manualPage(program: string, flags: readonly Flag[]): string {
  const groups = Map.groupBy(flags, ({ group }) => group);
  const lines = [
    `.TH ${quoted(program.toUpperCase())} 8`,
    // Long flags cannot be spread over a line, nor may they be hyphenated.
    ".ad l",
    ".nh",
    ".SH NAME",
    `${escape(program)} \\- Prometheus exporter for metrics of a Linux host`,
    ".SH SYNOPSIS",
    ...usageLines(program).flatMap((usage) => [`.B ${quoted(usage)}`, ".br"]),
    ".SH OPTIONS",
    `A flag that takes a value is written ${escape("--flag=value")} or ${escape("--flag value")}.`,
    "An argument @file is replaced by the lines of that file.",
    ...[...groups].flatMap(([group, members]) => section(group, members)),
  ];
  return `${lines.join("\n")}\n`;
}

function section(group: string, flags: readonly Flag[]): string[] {
  return [`.SS ${quoted(group)}`, ...flags.flatMap((flag) => entry(flag))];
}

function entry(flag: Flag): string[] {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const variable = flag.env === undefined ? "" : ` ($${flag.env})`;
  return [".TP", `.B ${quoted(short + switchText(flag))}`, escape(`${flag.help}${variable}`)];
}

function quoted(text: string): string {
  return `"${escape(text).replaceAll('"', "\\(dq")}"`;
}

/**
 * Backslashes and dashes are special everywhere, dots and quotes at the start of a line. Regular expressions may be
 * broken after a bar, long flags before their value.
 */
function escape(text: string): string {
  const plain = text
    .replaceAll("\\", "\\(rs")
    .replaceAll("-", "\\-")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replaceAll(/[|=]/g, "$&\\:");
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
