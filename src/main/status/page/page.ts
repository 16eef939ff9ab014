import { createHash } from "node:crypto";
import type { Status } from "../status.ts";
import type { StatusPage } from "../status-view.ts";
import { collectorsSection } from "./collectors.ts";
import { detailSections } from "./details.ts";
import { markup, Markup } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { sideSections } from "./side.ts";
import { STYLE } from "./style.ts";
import { age } from "./units.ts";
import { verdict } from "./verdict.ts";

/** Nothing but what is written here, identified by its hash, may run, style or be fetched. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hash(SCRIPT)}`,
  `style-src ${hash(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Not in the template: the bundler replaces templates that end a script by calls of a package that is not there. */
const LIVE = new Markup(`<script>${SCRIPT}</script>`);

/** The status as one document without assets; what needs attention comes first. */
export function renderPage(status: Status): StatusPage {
  const { host, version, nodeVersion, uptimeSeconds, time, metricsPath } = status;
  const document = markup`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="UTF-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${host} · Node Exporter</title>
        <style>${new Markup(STYLE)}</style>
      </head>
      <body>
        <header>
          <div class="title">
            <h1>${host}</h1>
            <p>Node Exporter</p>
          </div>
          <nav aria-label="Endpoints">
            <a href="${relative(metricsPath)}">Metrics</a>
            <a href="./-/status">JSON</a>
            <a href="./-/healthy">Healthy</a>
            <a href="./-/ready">Ready</a>
          </nav>
        </header>
        <main>
          <p class="about">
            <span>node-exporter-ts ${version}</span>
            <span>Node.js ${nodeVersion}</span>
            <span>up ${age(uptimeSeconds)}</span>
            <span id="asof">as of <time datetime="${time}">${time.slice(11, 19)} UTC</time></span>
          </p>
          ${verdict(status)}
          <div class="columns">
            ${collectorsSection(status)}
            <div class="side">${sideSections(status)}</div>
          </div>
          ${detailSections(status)}
        </main>
        ${LIVE}
      </body>
    </html>
  `;
  return { html: document.text, contentSecurityPolicy: POLICY };
}

/** Relative, since a proxy may serve all of it below a path of its own. */
function relative(path: string): string {
  return `.${path}`;
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
