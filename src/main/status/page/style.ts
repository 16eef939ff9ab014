/** The style of the page: system fonts, both colour schemes, from a phone to a wide screen. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: #f6f7f8; --card: #ffffff; --ink: #1c2127; --muted: #59626d; --line: #e3e6ea; --hover: #f2f4f6;
  --link: #0b5cad; --brand: #e6522c;
  --bad: #b3261e; --bad-back: #fdf1f0; --bad-line: #f2c9c5; --warn: #8a5200; --good: #1a7440; --good-line: #bfe0cd;
  --queue: #a7b0ba; --collect: #3d78b8; --merge: #3f9d8f; --compress: #c98a2b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #101317; --card: #171b20; --ink: #e3e7eb; --muted: #98a2ad; --line: #282e36; --hover: #1d2229;
    --link: #7fb5ee; --brand: #f0714f;
    --bad: #ff938a; --bad-back: #2a1817; --bad-line: #5a2b28; --warn: #eab15c; --good: #6ccb95; --good-line: #26503a;
    --queue: #69737e; --collect: #5e9bdb; --merge: #5bbcad; --compress: #d9a552;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; justify-content: space-between;
  padding: 14px 24px 12px; background: var(--card); border-top: 3px solid var(--brand); border-bottom: 1px solid var(--line); }
.title { display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; min-width: 0; }
h1 { font-size: 20px; font-weight: 650; margin: 0; overflow-wrap: anywhere; }
.title p { margin: 0; color: var(--muted); }
nav { display: flex; gap: 16px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
main { max-width: 1360px; margin: 0 auto; padding: 14px 24px 32px; }
.about { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0 0 12px; color: var(--muted); font-variant-numeric: tabular-nums; }
.about #asof { margin-left: auto; }
.about .stale { color: var(--bad); }
.about .stale time::after { content: ", not reachable since"; }
.verdict { margin: 0 0 16px; padding: 10px 14px; background: var(--card); border: 1px solid var(--line); border-left-width: 4px; border-radius: 6px; }
.verdict.ok { border-left-color: var(--good); }
.verdict.bad { background: var(--bad-back); border-color: var(--bad-line); border-left-color: var(--bad); }
.verdict p { margin: 0; }
.verdict table { margin-top: 6px; }
.verdict tr + tr > * { border-color: var(--bad-line); }
.verdict tr:hover > * { background: none; }
.verdict td:nth-child(2) { width: 100%; }
.verdict b { font-weight: 650; }
.verdict tbody th { white-space: nowrap; padding-right: 18px; }
.verdict code { color: var(--ink); margin-left: 6px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 320px; gap: 16px; align-items: start; }
.side { display: grid; gap: 16px; }
.wide { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; margin-top: 16px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px 12px; }
h2 { margin: 0 0 6px; font-size: 13px; font-weight: 650; color: var(--muted); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px 3px 0; text-align: left; vertical-align: baseline; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-size: 12px; border-bottom: 1px solid var(--line); white-space: nowrap; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody tr:hover > * { background: var(--hover); }
.number { text-align: right; white-space: nowrap; padding-left: 8px; }
.number + :not(.number) { padding-left: 24px; }
.quiet > * { color: var(--muted); }
.troubled > th { font-weight: 650; }
.troubled > *, .troubled:hover > * { background: var(--bad-back); }
tr:target > * { box-shadow: inset 0 0 0 100px color-mix(in srgb, var(--link) 12%, transparent); }
.state { white-space: nowrap; }
.state::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 7px; border-radius: 50%; background: var(--good); }
.state.failed, .state.timed-out { color: var(--bad); font-weight: 650; }
.state.failed::before, .state.timed-out::before { background: var(--bad); border-radius: 1px; }
.state.partial { color: var(--warn); font-weight: 650; }
.state.partial::before { background: var(--warn); border-radius: 1px; }
.state.no-data::before, .state.waiting::before { background: none; box-shadow: inset 0 0 0 1.5px var(--muted); }
.share svg { width: 40px; height: 6px; margin-right: 8px; fill: var(--collect); vertical-align: 1px; }
.share span { display: inline-block; min-width: 44px; }
.bar { display: block; width: 100%; height: 8px; margin: 8px 0 4px; background: var(--line); border-radius: 2px; }
.queue { fill: var(--queue); background: var(--queue); } .collect { fill: var(--collect); background: var(--collect); }
.merge { fill: var(--merge); background: var(--merge); } .compress { fill: var(--compress); background: var(--compress); }
.swatch { display: inline-block; width: 8px; height: 8px; margin-right: 7px; border-radius: 2px; }
dl { margin: 0; font-variant-numeric: tabular-nums; }
dl div { display: flex; gap: 12px; justify-content: space-between; padding: 3px 0; }
dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--muted); }
dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.bad { color: var(--bad); }
.verdict.bad { color: inherit; }
code { font: 12.5px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.side th, .flags th { white-space: nowrap; }
.flags td:last-child { color: var(--muted); }
.note { margin: 12px 0 0; color: var(--muted); }
summary { margin-top: 8px; color: var(--link); cursor: pointer; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
button:hover { color: var(--ink); text-decoration: underline; }
.about button { color: var(--link); margin-left: 12px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
[aria-sort=ascending] button::after { content: " \\2191"; }
[aria-sort=descending] button::after { content: " \\2193"; }
@media (max-width: 1199px) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .side { grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); }
}
@media (max-width: 640px) {
  header, main { padding-left: 14px; padding-right: 14px; }
  section { padding-left: 10px; padding-right: 10px; }
  .minor, .share svg { display: none; }
  .verdict tr { display: block; padding: 4px 0; }
  .verdict th, .verdict td { display: inline; padding: 0 6px 0 0; border: 0 !important; text-align: left; }
  .flags thead { display: none; }
  .flags tr { display: block; padding: 4px 0; }
  .flags th, .flags td { display: block; padding: 0; border: 0 !important; white-space: normal; }
  th, td { padding-right: 6px; }
  .number { padding-left: 4px; }
  .about #asof { margin-left: 0; }
}
`;
