/** What the kernel accepts as the name of an interface (dev_valid_name, net/core/dev.c), as far as paths are made of it. */
export function isInterfaceName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !name.includes("/");
}
