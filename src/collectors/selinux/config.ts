/** Modes in the kernel's numbers; -1 is switched off. */
export type SelinuxMode = 1 | 0 | -1;

/** Mode that `SELINUX=` of /etc/selinux/config asks for at boot (selinux_config(5)); -1 for anything unknown or none. */
export function parseSelinuxConfig(text: string): SelinuxMode {
  for (const line of text.split("\n")) {
    const [, value] = /^\s*SELINUX\s*=\s*"?([^"#;]*?)"?\s*$/.exec(line) ?? [];
    if (value === undefined) continue;
    const mode = value.trim();
    if (mode === "enforcing") return 1;
    return mode === "permissive" ? 0 : -1;
  }
  return -1;
}
