import { messageOf } from "../../../../collectors/kit/errors.ts";
import { checkWebConfig } from "../../../server/config/live-config.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";

/** Whether the web configuration and its certificates can be used. */
export function checkWeb({ options: { web } }: Diagnosis): readonly Finding[] {
  if (web.configFile === "") return [];
  try {
    checkWebConfig(web.configFile);
    return [];
  } catch (error) {
    return [
      {
        subject: "--web.config.file",
        what: "the web configuration cannot be used",
        evidence: messageOf(error),
        consequence: "all metrics: the exporter does not start",
        remedy: "correct the file; check-config shows whether it is right",
      },
    ];
  }
}
