import { type Agent, get } from "node:http";

/** What a Prometheus 3 server accepts by default. */
const ACCEPT = [
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6",
  "application/openmetrics-text;version=0.0.1;q=0.5",
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4",
  "text/plain;version=0.0.4;q=0.3",
  "*/*;q=0.2",
].join(",");

/** A scrape as a Prometheus server makes it. */
export interface PrometheusScrape {
  readonly url: string;
  readonly gzip: boolean;
  /** How long the server says that it waits, in seconds. */
  readonly timeout: number;
}

/** The response to it: bytes of the body as they were sent, and milliseconds until its end. */
export interface PrometheusAnswer {
  /** Status 200 and a whole body. */
  readonly isGood: boolean;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Resolves when the response has ended, or the connection has failed. */
export function prometheusScrape(scrape: PrometheusScrape, agent: Agent): Promise<PrometheusAnswer> {
  const headers = {
    accept: ACCEPT,
    "x-prometheus-scrape-timeout-seconds": String(scrape.timeout),
    ...(scrape.gzip ? { "accept-encoding": "gzip" } : {}),
  };
  return new Promise((resolve) => {
    const start = performance.now();
    let bytes = 0;
    const end = (isGood: boolean) => resolve({ isGood, bytes, milliseconds: performance.now() - start });
    const request = get(scrape.url, { agent, headers }, (response) => {
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("close", () => end(response.statusCode === 200 && response.complete));
    });
    request.on("error", () => end(false));
  });
}
