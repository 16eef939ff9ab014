import { lookup } from "node:dns/promises";
import { lstatSync, unlinkSync } from "node:fs";
import { connect, createServer, isIP, type ListenOptions, type Server, type Socket } from "node:net";
import type { ListenAddress } from "../options/listen-address.ts";
import { reasonOf } from "../reason-of.ts";
import { WebError } from "./web-error.ts";

export interface Listener {
  readonly server: Server;
  /** `[::]:9100`, `127.0.0.1:9100`, `unix:/path`, or `fd:4` for an inherited unix socket, whose path is not known. */
  readonly address: string;
}

/** One place to listen at. */
interface Place {
  /** As the user wrote it, for messages. */
  readonly name: string;
  readonly options: ListenOptions & { readonly fd?: number };
}

/** Takes a connection; the clients of a unix socket have no address. */
export type Accept = (socket: Socket, unix: boolean) => void;

/** Connections that wait in the kernel; capped by net.core.somaxconn. */
const BACKLOG = 511;

/**
 * Listens at every address, or at none: rejects with a WebError that names the address.
 * With descriptors of inherited sockets, these are used instead.
 */
export async function listenAll(
  addresses: readonly ListenAddress[],
  descriptors: readonly number[],
  accept: Accept,
): Promise<readonly Listener[]> {
  // Everything slow comes first: the sockets are then bound in one turn, before any client can be served.
  const places = descriptors.length > 0 ? descriptors.map(inherited) : await Promise.all(addresses.map(resolve));
  const results = await Promise.allSettled(places.map((place) => listen(place, accept)));
  const listeners = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failed = results.find((result) => result.status === "rejected");
  if (failed === undefined) return listeners;
  for (const { server } of listeners) server.close();
  throw failed.reason;
}

function inherited(fd: number): Place {
  return { name: `the inherited socket ${fd}`, options: { fd } };
}

async function resolve(address: ListenAddress): Promise<Place> {
  if (address.kind === "tcp") {
    const name = hostAndPort(address.host, address.port);
    return { name, options: { ...(await resolveHost(address.host, name)), port: address.port } };
  }
  const name = `unix:${address.path}`;
  await removeStaleSocket(address.path, name);
  return { name, options: { path: address.path } };
}

/**
 * 0.0.0.0 means every address, IPv6 too, as in node_exporter: no host, for which Node.js makes do with IPv4 where IPv6 is
 * switched off.
 */
async function resolveHost(host: string, name: string): Promise<{ readonly host?: string }> {
  if (host === "" || host === "0.0.0.0") return {};
  if (isIP(host) !== 0) return { host };
  try {
    const { address } = await lookup(host, { order: "ipv4first" });
    return { host: address };
  } catch (error) {
    throw cannotListen(name, error);
  }
}

/** A socket file outlives a process that was killed; nobody answers there, and binding would fail. */
async function removeStaleSocket(path: string, name: string): Promise<void> {
  try {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return;
    if ((await connectError(path)) === "ECONNREFUSED") unlinkSync(path);
  } catch (error) {
    throw cannotListen(name, error);
  }
}

async function connectError(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

async function listen(place: Place, accept: Accept): Promise<Listener> {
  try {
    return await bind(place.options, accept);
  } catch (error) {
    throw cannotListen(place.name, error);
  }
}

async function bind(options: Place["options"], accept: Accept): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true, keepAlive: true });
    server.once("error", reject);
    server.listen({ ...options, backlog: BACKLOG }, () => {
      const address = server.address();
      const isTcp = address !== null && typeof address !== "string";
      server.on("connection", (socket) => accept(socket, !isTcp));
      server.off("error", reject);
      resolve({ server, address: isTcp ? hostAndPort(address.address, address.port) : unixName(options, address) });
    });
  });
}

function unixName({ fd }: Place["options"], path: string | null): string {
  return fd === undefined ? `unix:${path}` : `fd:${fd}`;
}

function cannotListen(name: string, error: unknown): WebError {
  return new WebError(`cannot listen on ${name}: ${reasonOf(error)}`);
}

function hostAndPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
