import { randomBytes } from 'node:crypto';

// The pages that people see while they sign in. Forms without scripts but for one that sends itself, so that nothing has to be let in.
const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#242424;background:#fff}
h1{font-size:1.5rem}label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #8a8a8a;border-radius:4px}
button{display:block;font:inherit;margin-top:1.5rem;padding:.5rem 1.5rem;border:0;border-radius:4px;background:#0f6cbd;color:#fff}
.problem{border-left:4px solid #b10e1c;padding:.25rem 1rem;background:#fdf3f4}small{color:#616161}
@media(prefers-color-scheme:dark){body{color:#fff;background:#1f1f1f}input{color:#fff;background:#292929}.problem{background:#3b1114}small{color:#adadad}}`;

export interface SignInPage {
  readonly title: string;
  /** Where the form goes. */
  readonly action: string;
  /** What the form carries on without showing it. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Whether a code is asked for, and what stands in it. */
  readonly code?: string;
  /** Whether a token of Plumbline is asked for. */
  readonly asksToken: boolean;
  readonly problem?: string;
  readonly status?: number;
}

export function signInPage({ title, action, hidden, code, asksToken, problem, status = 200 }: SignInPage): Response {
  const fields = [
    hiddenOf(hidden),
    ...(code === undefined
      ? []
      : [
          `<label for="code">The code that the program shows</label><input id="code" name="user_code" value="${escaped(code)}" required autocomplete="off" autocapitalize="characters" spellcheck="false">`,
        ]),
    ...(asksToken
      ? [
          '<label for="token">A token of Plumbline</label><input id="token" name="token" type="password" required autocomplete="off"><small>plumbline token create makes one.</small>',
        ]
      : ['<p>This server asks for no token, because it serves this machine alone.</p>']),
  ].join('\n');
  return page(
    status,
    title,
    `${problem === undefined ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}
<form method="post" action="${escaped(action)}">
${fields}
<button type="submit">Sign in</button>
</form>`,
  );
}

export function donePage(title: string, text: string, status = 200): Response {
  return page(status, title, `<p>${escaped(text)}</p>`);
}

/** A form that sends itself to the program on this machine; where scripts are off, with a click. */
export function handOverPage(action: string, fields: Readonly<Record<string, string>>): Response {
  const nonce = randomBytes(16).toString('base64');
  return page(
    200,
    'Signed in',
    `<form method="post" action="${escaped(action)}">
${hiddenOf(fields)}
<button type="submit">Back to the program</button>
</form>
<script nonce="${nonce}">document.forms[0].submit()</script>`,
    nonce,
  );
}

function hiddenOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('\n');
}

function page(status: number, title: string, body: string, nonce?: string): Response {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} – Plumbline</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // Without a referrer, browsers send no origin with the form.
      'referrer-policy': 'same-origin',
      // The form of a browser sign-in ends in a redirect to the program on this machine.
      'content-security-policy': `default-src 'none'; ${nonce === undefined ? '' : `script-src 'nonce-${nonce}'; `}style-src 'unsafe-inline'; form-action 'self' http://localhost:* http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'`,
    },
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
