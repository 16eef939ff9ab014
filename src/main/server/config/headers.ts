import type { YamlValue } from "../../config-files/yaml-value.ts";

export type Header = readonly [name: string, value: string];

/** The headers that may be set, with their only values where these are fixed. */
const ALLOWED: Readonly<Record<string, readonly string[] | undefined>> = {
  "Strict-Transport-Security": undefined,
  "X-Content-Type-Options": ["nosniff"],
  "X-Frame-Options": ["deny", "sameorigin"],
  "X-XSS-Protection": undefined,
  "Content-Security-Policy": undefined,
};

/** An empty value leaves the header out. */
export function readHeaders(value: YamlValue | undefined): readonly Header[] {
  const headers = [...(value?.entries() ?? [])].map(([name, entry]): Header => [name, readHeader(name, entry)]);
  return headers.filter(([, text]) => text !== "");
}

function readHeader(name: string, value: YamlValue): string {
  if (!Object.hasOwn(ALLOWED, name)) {
    throw value.error(`this header cannot be set; ${Object.keys(ALLOWED).join(", ")} can`);
  }
  const text = value.text();
  const values = ALLOWED[name];
  if (values?.includes(text) === false) throw value.error(`must be ${values.join(" or ")}`);
  // What cannot stand in a header would fail each response.
  if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(text)) throw value.error("contains a character that no header can hold");
  return text;
}
