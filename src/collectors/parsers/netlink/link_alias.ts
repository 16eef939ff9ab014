/** sysfs attributes are read up to here, so the alias is cut there whichever way it comes. */
const ATTRIBUTE_BYTES = 128;

/** The alias of an interface (IFLA_IFALIAS) as the sysfs attribute `ifalias` would give it; empty when there is none. */
export function attributeText(alias: Buffer | undefined): string {
  if (alias === undefined) return "";
  return alias.toString("utf8", 0, Math.min(lengthOf(alias), ATTRIBUTE_BYTES)).trim();
}

/** The alias as it was set, of up to 255 bytes; empty when there is none. */
export function wholeText(alias: Buffer | undefined): string {
  return alias === undefined ? "" : alias.toString("utf8", 0, lengthOf(alias));
}

/** Bytes before the zero. */
function lengthOf(alias: Buffer): number {
  const zero = alias.indexOf(0);
  return zero < 0 ? alias.length : zero;
}
