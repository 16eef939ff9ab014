/** The file system operations of a scrape. */
export type Operation =
  /** Reads from the start: once, or to the end of the file. */
  | { readonly kind: "read"; readonly path: string; readonly once: boolean }
  | { readonly kind: "list" | "stat" | "exists" | "statfs" | "readlink"; readonly path: string };
