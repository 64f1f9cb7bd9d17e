const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Plumbline</title></head>
<body><h1>Plumbline</h1>
<p>The server runs, but its dashboard was not built. <code>npm run build</code> builds it.</p>
<p>The API is there: <a href="/api/docs">its description</a>, <a href="/api/v1/score">the score</a>.</p>
</body></html>
`;

/** Shown in place of the dashboard where its files are missing, such as in a clone that was not built. */
export function missingScreen(): Response {
  return new Response(page, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}
