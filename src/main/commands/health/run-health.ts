import { messageOf } from "../../../collectors/kit/errors.ts";
import { visible } from "../../log/visible.ts";
import { UsageError } from "../../options/usage-error.ts";
import { defineProgram } from "../command.ts";
import { fetchStatus } from "../in-process/fetch.ts";

const HEALTHY = 0;
const UNHEALTHY = 1;

/** Seconds until the answer. */
const PATIENCE = 3;

/** The command `health`. */
export default defineProgram({
  description: `For HEALTHCHECK of containers that have no other program, such as
http://localhost:9100/-/ready. The exit status is 0 for an answer with status
200 within 3 s, and 1 for anything else, with the reason on stderr.`,
  options: {
    insecure: { type: "boolean", default: false, describe: "Accept any certificate of the exporter." },
  },
  passesOptions: false,
  run: async ({ insecure }, { words: [url = ""], program }) => {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      throw new UsageError("health needs the URL of an exporter, such as http://localhost:9100/-/ready");
    }
    const problem = await problemOf(new URL(url), insecure);
    if (problem === undefined) return HEALTHY;
    process.stderr.write(`${visible(`${program}: error: ${withoutCredentials(url)}: ${problem}`)}\n`);
    return UNHEALTHY;
  },
});

function withoutCredentials(text: string): string {
  const url = new URL(text);
  url.username = url.password = "";
  return url.href;
}

async function problemOf(url: URL, insecure: boolean): Promise<string | undefined> {
  try {
    const status = await fetchStatus({ url, insecure }, PATIENCE);
    return status === 200 ? undefined : `the answer has status ${status}`;
  } catch (error) {
    return messageOf(error);
  }
}
