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
    await navigator.clipboard.writeText(text);
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
