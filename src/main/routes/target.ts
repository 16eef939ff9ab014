/** Path and query of a request; the query is undefined where there is no `?`. */
export interface RequestTarget {
  /** The path as it was sent. */
  readonly raw: string;
  readonly path: string;
  readonly query: string | undefined;
}

/** Takes a request's target apart: a path, or a whole URL as proxies send it (RFC 9112, 3.2). */
export function parseTarget(target: string): RequestTarget {
  const start = target.startsWith("/") ? 0 : afterAuthority(target);
  const mark = target.indexOf("?", start);
  const raw = target.slice(start, mark < 0 ? undefined : mark) || "/";
  return { raw, path: decoded(raw), query: mark < 0 ? undefined : target.slice(mark + 1) };
}

/** Where the path of a URL starts. */
function afterAuthority(target: string): number {
  const scheme = /^https?:\/\/[^/?]*/i.exec(target);
  return scheme === null ? 0 : scheme[0].length;
}

/** Percent signs that stand for nothing stay. */
function decoded(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    // Not UTF-8, or no escape at all.
    return path;
  }
}

/** An absolute path without empty parts, `.` and `..`; a slash at its end stays. */
export function cleanPath(path: string): string {
  if (!/\/(\/|\.\.?(\/|$))/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.length > 0 && path.endsWith("/") ? `/${parts.join("/")}/` : `/${parts.join("/")}`;
}

/**
 * A target as it may stand in a Location header: with escapes for what no URL has. Browsers take a backslash for a
 * slash, so that `/\host` would lead to another host.
 */
export function safeLocation(target: string): string {
  return target.replaceAll(
    /[^!-~]|["<>\\^`{|}]/g,
    (unit) => `%${(unit.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
