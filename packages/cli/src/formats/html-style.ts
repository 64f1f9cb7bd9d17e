/** What a page without scripts is drawn by: no font, picture or script comes from elsewhere. Follows the reader's light or dark setting; prints in black on white. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1f1f1f; --soft: #5c5c5c; --line: #dcdcdc; --page: #fff; --card: #f6f6f6; --good: #107c10; --fair: #a15c00; --bad: #b10e1c; --rest: #dedede; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f0f0; --soft: #b0b0b0; --line: #3d3d3d; --page: #1b1b1b; --card: #262626; --good: #6ccb5f; --fair: #f0a95a; --bad: #ff8a8f; --rest: #444; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--page); color: var(--ink); font: 15px/1.45 "Segoe UI", system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
p { margin: .3rem 0; } .soft { color: var(--soft); } code { font: .9em/1.4 Consolas, ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--card); padding: .6rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; } td.s { white-space: nowrap; } td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin-top: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; }
.big { font-size: 2.4rem; font-weight: 600; line-height: 1.1; } .gain { color: var(--good); font-weight: 600; font-size: 1.2rem; }
.bar { display: block; width: 100%; height: .6rem; margin: .4rem 0; } .bar rect { fill: var(--rest); } .bar rect + rect { fill: currentColor; }
.good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); }
details > summary { cursor: pointer; } details > div { padding: .3rem 0 .6rem 1rem; } ul, ol { margin: .3rem 0; padding-left: 1.4rem; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --page: #fff; --card: #fff; --good: #0b5a0b; --fair: #7a4600; --bad: #8c0b16; --rest: #ddd; }
  body { max-width: none; padding: 0; font-size: 10pt; } tr, .card { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; } .bar rect { print-color-adjust: exact; } }
`;
