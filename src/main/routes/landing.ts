import { replyHtml } from "../server/replies.ts";
import { escapeHtml } from "../status/page/markup.ts";
import { READING, type Route } from "./route.ts";

/** `/`: the page for people. */
export function landingRoute(version: string, telemetryPath: string): Route {
  const page = landingPage(version, telemetryPath);
  return { path: "/", isExact: true, methods: READING, handle: (_request, response) => replyHtml(response, 200, page) };
}

/** The page on `/`: what this is and where the metrics are. */
export function landingPage(version: string, telemetryPath: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Node Exporter</title>
<style>
body { font-family: system-ui, sans-serif; margin: 0; }
header { background: #e6522c; color: #fff; padding: 1.2rem; font-size: 1rem; }
h1 { font-size: 1.6rem; margin: 0; }
main { padding: 1.2rem; }
</style>
</head>
<body>
<header><h1>Node Exporter</h1></header>
<main>
<h2>Prometheus Node Exporter</h2>
<div>Version: node-exporter-ts ${escapeHtml(version)}</div>
<ul>
<li><a href="${escapeHtml(telemetryPath)}">Metrics</a></li>
<li><a href="/-/healthy">Healthy</a></li>
<li><a href="/-/ready">Ready</a></li>
</ul>
</main>
</body>
</html>
`;
}
