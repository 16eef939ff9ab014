/**
 * Whether a version such as `22.14.0` or `6.3.0-rc1` is below another one, number by number. V8's comparison of text by
 * locale takes 6 ms to load.
 */
export function isOlder(version: string, than: readonly number[]): boolean {
  const numbers = version.split(".").map((part) => Number.parseInt(part, 10));
  const differing = than.findIndex((number, place) => numbers[place] !== number);
  return differing >= 0 && (numbers[differing] ?? 0) < (than[differing] ?? 0);
}
