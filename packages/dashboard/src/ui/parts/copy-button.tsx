import { Button } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { texts } from '../../texts.ts';

export function CopyButton({
  text,
  label = texts.copy,
  isPrimary = false,
}: {
  readonly text: string;
  readonly label?: string;
  readonly isPrimary?: boolean;
}) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await copied(text);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button
      size="small"
      appearance={isPrimary ? 'primary' : 'secondary'}
      icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isCopied ? texts.copied : label}</span>
    </Button>
  );
}

/** Browsers give the clipboard to pages that came over https; over plain http on one's own network the old way still works. */
async function copied(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'only-heard';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
