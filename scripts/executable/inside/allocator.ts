import { dlopen } from "node:ffi";

/** Parameter of mallopt(3): how many arenas the C library keeps. */
const M_ARENA_MAX = -8;

/**
 * All threads share one arena of the C library: each of them would keep the free memory of its own, 4 MB here. The npm
 * package sets MALLOC_ARENA_MAX before it starts.
 */
export function shareArena(): void {
  try {
    const { functions: libc } = dlopen(null, { mallopt: { return: "int32", arguments: ["int32", "int32"] } });
    libc.mallopt(M_ARENA_MAX, 1);
  } catch {
    // Another allocator takes the place of glibc's: more memory is all that it costs.
  }
}
