/** sysfs attributes are read up to here, so the alias is cut there whichever way it comes. */
const ATTRIBUTE_BYTES = 128;

/** The alias of an interface (IFLA_IFALIAS) as the sysfs attribute `ifalias` would give it; empty when there is none. */
export function attributeText(alias: Buffer | undefined): string {
  if (alias === undefined) return "";
  const zero = alias.indexOf(0);
  const length = zero < 0 ? alias.length : zero;
  return alias.toString("utf8", 0, Math.min(length, ATTRIBUTE_BYTES)).trim();
}
