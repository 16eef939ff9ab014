import { gauge } from "../../collectors/kit/family.ts";

export const duration = gauge(
  "node_scrape_collector_duration_seconds",
  "Time that the collector's update took; until the response for one that was not ready.",
  "collector",
);
export const success = gauge(
  "node_scrape_collector_success",
  "1 if the update succeeded; 0 if it failed, was not ready in time or had nothing to read.",
  "collector",
);
