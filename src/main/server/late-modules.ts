/** Modules of Node.js that only passwords and TLS need, loaded at their first use: one can feel it at the start. */
export const nodeCrypto = () => process.getBuiltinModule("node:crypto");
export const nodeTls = () => process.getBuiltinModule("node:tls");
