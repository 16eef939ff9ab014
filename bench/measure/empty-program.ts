import type { Executable } from "../program/executable.ts";

/** Plain JavaScript: Node.js would load a compiler for another language. */
const TEXT = `
const { createServer } = require("node:http");
const { Worker } = require("node:worker_threads");
const [host, port] = process.argv[1].split("=")[1].split(":");
const echo = 'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (text) => parentPort.postMessage(text));';
const worker = new Worker(echo, { eval: true });
createServer((_, response) => {
  worker.once("message", (text) => response.end(text));
  worker.postMessage("empty 1\\n");
}).listen(Number(port), host);
`;

/** The least that any program with a worker thread and an HTTP server does: it answers what its worker sends. */
export const emptyProgram: Executable = {
  name: "empty program",
  version: process.version,
  command: [process.execPath, "--eval", TEXT, "--"],
};
