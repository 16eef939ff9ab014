/* Before the build, which runs TypeScript: older versions of Node.js end with a stack, and this file runs in all of them. */
const NEEDED = "22.18.0";

if (process.versions.node.localeCompare(NEEDED, "en", { numeric: true }) < 0) {
  console.error(
    `building needs Node.js ${NEEDED} or later, this is ${process.versions.node}. ` +
      "npm ci installs a later one, unless it may not run the install script of the package node (allowScripts).",
  );
  process.exit(1);
}
