/** Children that one worker may have: a running one, and three that linger. */
const MAX_CHILDREN = 4;

/** Memory for the process ids of a worker's children, which outlives the worker; 0: no child. */
export function childrenMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(MAX_CHILDREN * Int32Array.BYTES_PER_ELEMENT);
}
