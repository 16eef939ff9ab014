/** A file, or a directory where it has no content. */
export interface Node {
  /** Below the mount point, without a leading slash. */
  readonly path: string;
  readonly content: Buffer | undefined;
  /** Name to node id, which is the place in the list, counted from 1. */
  readonly children: Map<string, number>;
}

/** The tree of files, the root first. */
export function makeNodes(files: Readonly<Record<string, string>>): Node[] {
  const nodes: Node[] = [{ path: "", content: undefined, children: new Map() }];
  for (const [path, content] of Object.entries(files)) addFile(nodes, path.split("/"), Buffer.from(content));
  return nodes;
}

function addFile(nodes: Node[], parts: readonly string[], content: Buffer): void {
  let parent = nodes[0];
  for (const [depth, name] of parts.entries()) {
    let id = parent?.children.get(name);
    if (id === undefined) {
      const isFile = depth === parts.length - 1;
      const path = parts.slice(0, depth + 1).join("/");
      id = nodes.push({ path, content: isFile ? content : undefined, children: new Map() });
      parent?.children.set(name, id);
    }
    parent = nodes[id - 1];
  }
}
