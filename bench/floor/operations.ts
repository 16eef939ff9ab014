/** What a scrape asks of the file systems. */
export type Operation =
  /** Reads from the start: once, or to the end of the file. */
  | { readonly kind: "read"; readonly path: string; readonly once: boolean }
  | { readonly kind: "list" | "stat" | "exists" | "statfs" | "readlink"; readonly path: string };
