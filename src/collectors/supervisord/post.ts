import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Endpoint } from "./endpoint.ts";

/** Answers of thousands of processes have a few megabytes. */
const MAX_BODY_BYTES = 16 << 20;

/** Sends an XML document and resolves with the body of the answer; every fault ends before the deadline (`performance.now()`). */
export function postXml(endpoint: Endpoint, document: string, deadline: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const { isTls, host, port, socketPath, path, auth } = endpoint;
    const request = (isTls ? tlsRequest : plainRequest)({
      method: "POST",
      host,
      ...(port === undefined ? {} : { port }),
      ...(socketPath === undefined ? {} : { socketPath }),
      path,
      ...(auth === undefined ? {} : { auth }),
      headers: { "content-type": "text/xml", "content-length": Buffer.byteLength(document) },
      agent: false,
    });
    const fail = (error: Error) => {
      clearTimeout(timer);
      request.destroy();
      reject(error);
    };
    const done = (body: string) => {
      clearTimeout(timer);
      resolve(body);
    };
    const timer = setTimeout(
      () => fail(new Error("no answer before the deadline")),
      Math.max(0, deadline - performance.now()),
    );
    request.on("error", fail);
    request.on("response", (response) => {
      response.on("error", () => fail(new Error("the answer was cut off")));
      receive(response, done, fail);
    });
    request.end(document);
  });
}

function receive(response: IncomingMessage, done: (body: string) => void, fail: (error: Error) => void): void {
  const { statusCode = 0, statusMessage = "" } = response;
  if (statusCode < 200 || statusCode > 299) return fail(new Error(`status ${statusCode} ${statusMessage}`.trim()));
  const chunks: Buffer[] = [];
  let length = 0;
  response.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return fail(new Error(`the answer is larger than ${MAX_BODY_BYTES} bytes`));
    chunks.push(chunk);
    return undefined;
  });
  response.on("end", () => done(Buffer.concat(chunks).toString()));
}
