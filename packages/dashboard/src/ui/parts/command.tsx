import { Fragment } from 'react';
import { texts } from '../../texts.ts';
import { CopyButton } from './copy-button.tsx';

interface CommandProps {
  readonly text: string;
  /** What is copied, where it is more than is shown. */
  readonly copied?: string;
  readonly label?: string;
}

/** A command line, broken between its words and not inside of `--option`. */
export function Command({ text, copied = text, label = texts.copy }: CommandProps) {
  return (
    <span className="command">
      <code>
        {text.split(' ').map((word, index) => (
          // The same word may stand there twice; the line never changes its order.
          <Fragment key={`${index} ${word}`}>
            {index === 0 ? '' : ' '}
            <span className="command-word">{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={copied} label={label} />
    </span>
  );
}
