/** The style of the documentation page; the policy of its answer names its hash. */
export const pageStyle = `
:root{color-scheme:light dark;font:16px/1.5 "Segoe UI",system-ui,sans-serif}
body{margin:0}
main{max-width:68rem;margin:auto;padding:2rem 1rem 6rem}
h1 small{font-weight:400;opacity:.7}
h2{margin-top:3rem;font-size:1.1rem}
h3{margin-top:2rem;font-size:1rem}
nav ul{padding:0;list-style:none;columns:30rem}
nav li{break-inside:avoid;margin-bottom:.25rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.75rem 0}
th,td{text-align:start;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884}
td{overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.75rem;background:#8881;border-radius:4px}
section:target{outline:2px solid #0f6cbd;outline-offset:.5rem;border-radius:2px}
`;
