import { Button } from '@fluentui/react-components';
import { type FormEvent, useId, useState } from 'react';
import { texts } from '../../texts.ts';
import { useSession } from '../session.tsx';
import { CopyButton } from './copy-button.tsx';

/** Where a token is asked for; it is kept by the tab alone, and never stands in an address. */
export function SignIn({ wasRefused }: { readonly wasRefused: boolean }) {
  const { signIn } = useSession();
  const [token, setToken] = useState('');
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn(token.trim());
  };
  return (
    <section className="panel">
      <h1>{texts.signIn.title}</h1>
      <p>{texts.signIn.lead}</p>
      <p className="command">
        <code>{texts.signIn.command}</code>
        <CopyButton text={texts.signIn.command} />
      </p>
      <form onSubmit={submit} className="form">
        <label htmlFor={id}>{texts.signIn.label}</label>
        <input
          id={id}
          className="field"
          type="password"
          autoComplete="off"
          value={token}
          aria-invalid={wasRefused}
          aria-describedby={`${id}-note`}
          onChange={(event) => setToken(event.target.value)}
        />
        <p id={`${id}-note`} className={wasRefused ? 'wrong' : 'soft'}>
          {wasRefused ? texts.signIn.wrong : texts.signIn.kept}
        </p>
        <Button type="submit" appearance="primary">
          {texts.signIn.button}
        </Button>
      </form>
    </section>
  );
}
