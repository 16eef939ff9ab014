import { get } from "node:http";

/** The response to a scrape. */
export interface Scraped {
  readonly status: number;
  readonly body: string;
}

/** One scrape with a fresh connection. */
export function scrape(url: string): Promise<Scraped> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("latin1") });
      });
      response.on("error", reject);
    }).on("error", reject);
  });
}
