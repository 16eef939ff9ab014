import { errnoOf, messageOf } from "../collectors/kit/errors.ts";

/** Text for a failed system call: what it means, with the errno name. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error) ?? "";
  const meaning = MEANINGS[code];
  return meaning === undefined ? messageOf(error) : `${meaning} (${code})`;
}

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "the address is already in use",
  EADDRNOTAVAIL: "the address does not belong to this machine",
  EAFNOSUPPORT: "the address family is not supported by this machine",
  EBADF: "the descriptor is not open",
  EINVAL: "not a socket that can be listened on",
  EISDIR: "is a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  ENOTFOUND: "no such host",
  ENOTSOCK: "the descriptor is not a socket",
  EAI_AGAIN: "the name server did not answer",
  EPERM: "operation not permitted",
};
