/** A host in files, with what node_exporter 1.12.1 shows for it. */
export interface ComparedHost {
  readonly name: string;
  /** A directory with `proc` and `sys`; made when it is first asked for. */
  root(): string;
  /** TYPE and sample lines, with the paths of a host whose root this is. */
  expected(root: string): string;
  readonly udevData: string;
  readonly switchedOn: readonly string[];
  readonly switchedOff: readonly string[];
  /** Families that no comparison can hold still. */
  readonly restless: RegExp;
  /** Families of which only the labels count: their values are those of the live machine. */
  readonly live: RegExp;
  /** Flags of the run, by name. */
  flags(root: string): Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** What is passed on the command line to read such a host. */
export function argumentsFor(host: ComparedHost, root: string): string[] {
  const flags = Object.entries(host.flags(root)).flatMap(([name, value]) => {
    if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
    return typeof value === "string" ? [`--${name}=${value}`] : value.map((item) => `--${name}=${item}`);
  });
  return [
    `--path.rootfs=${root}`,
    `--path.procfs=${root}/proc`,
    `--path.sysfs=${root}/sys`,
    `--path.udev.data=${root}/${host.udevData}`,
    ...host.switchedOn.map((name) => `--collector.${name}`),
    ...host.switchedOff.map((name) => `--no-collector.${name}`),
    ...flags,
  ];
}
