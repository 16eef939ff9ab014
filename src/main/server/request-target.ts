/** Path and query of a request; the query is undefined where there is no `?`. */
export interface RequestTarget {
  readonly path: string;
  readonly query: string | undefined;
}

/** Takes a request's target apart: a path, or a whole URL as proxies send it (RFC 9112, 3.2). */
export function parseTarget(target: string): RequestTarget {
  const start = target.startsWith("/") ? 0 : afterAuthority(target);
  const mark = target.indexOf("?", start);
  const path = target.slice(start, mark < 0 ? undefined : mark);
  return { path: decoded(path), query: mark < 0 ? undefined : target.slice(mark + 1) };
}

/** Where the path of a URL starts. */
function afterAuthority(target: string): number {
  const scheme = /^https?:\/\/[^/?]*/i.exec(target);
  return scheme === null ? 0 : scheme[0].length;
}

/** Percent signs that stand for nothing stay. */
function decoded(path: string): string {
  if (!path.includes("%")) return path === "" ? "/" : path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
