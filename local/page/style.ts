/** The page's one style sheet; system fonts, both colour schemes, nothing loaded from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #e3e7ec; --paper: #f5f6f8; --card: #fff; --blue: #1f5fbf; --green: #1a7f4b; --amber: #8f5b00; --red: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #9aa7b5; --line: #2d3641; --paper: #14181d; --card: #1c2229; --blue: #7db0ff; --green: #5cc992; --amber: #e2ad55; --red: #ff8a80; } }
* { box-sizing: border-box; }
html { overflow-anchor: none; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; } h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
p { margin: 0; overflow-wrap: anywhere; } a { color: var(--blue); } .soft, time, .to, dt { color: var(--soft); } .bad { color: var(--red); }
header { display: flex; flex-wrap: wrap; gap: .4rem 2rem; align-items: baseline; justify-content: space-between; margin: 0 .25rem 1.25rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.state { flex-basis: 100%; font-size: .9rem; } .state .dot { display: inline-block; width: .6rem; height: .6rem; margin-right: .5rem; border-radius: 50%; background: var(--green); }
.when-lost, .lost .when-live { display: none; } .lost .when-lost { display: inline; color: var(--red); } .lost .dot { background: var(--red); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.15rem; margin-bottom: 1rem; overflow-x: auto; }
section[hidden] { display: none; }
.pair { display: grid; gap: 0 1rem; grid-template-columns: repeat(auto-fit, minmax(min(29rem, 100%), 1fr)); align-items: start; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem .75rem; margin: .6rem 0 0; } dd { margin: 0; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li { border-top: 1px solid var(--line); padding: .55rem 0 .55rem .8rem; position: relative; }
.mails li:first-child { border-top: 0; } .mails li:last-child { padding-bottom: 0; }
.mails li::before { content: ""; position: absolute; left: 0; top: .75rem; bottom: .6rem; width: 3px; border-radius: 2px; background: var(--line); }
.mails li:last-child::before { bottom: 0; }
.mails .acted::before { background: var(--green); } .mails .skipped::before { background: var(--amber); } .mails .quarantined::before { background: var(--red); }
.acted .mark { color: var(--green); } .skipped .mark { color: var(--amber); } .quarantined .mark { color: var(--red); } .mark { font-weight: 600; margin-right: .35rem; }
.line { display: flex; gap: 0 1rem; justify-content: space-between; } .line time, .to { flex: none; max-width: 45%; font-size: .88rem; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.cut { min-width: 0; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.record { margin-right: .6rem; } .more { margin-top: .8rem; }
.mails a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em; } .mails a:hover, .mails a:focus-visible { color: var(--blue); }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
@media (max-width: 34rem) { .line { flex-wrap: wrap; } .line time, .to { max-width: 100%; } th, td { font-size: .88rem; } td.n, th.n { padding-left: .5rem; } }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; white-space: nowrap; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } tr:last-child td { border-bottom: 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; padding-left: .75rem; } td { overflow-wrap: anywhere; }
code { font: .86em ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--paper); border: 1px solid var(--line); border-radius: 5px; padding: .05rem .3rem; overflow-wrap: anywhere; }
`;
