/** Properties of a device in udev's database, by name. */
export type UdevProperties = ReadonlyMap<string, string>;

/**
 * Parses a file of /run/udev/data: lines of one letter, a colon and a value, of which `E:NAME=value` are properties.
 * The last line of a name counts.
 */
export function parseUdevDevice(bytes: Buffer): UdevProperties {
  const properties = new Map<string, string>();
  for (const line of bytes.toString().split("\n")) {
    const equals = line.indexOf("=");
    if (line.startsWith("E:") && equals > 2) properties.set(line.slice(2, equals), line.slice(equals + 1));
  }
  return properties;
}
