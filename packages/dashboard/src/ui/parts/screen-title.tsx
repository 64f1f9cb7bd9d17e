import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../../texts.ts';

/** The heading of a screen: takes the focus when the screen changes, so that those who listen know where they are. */
export function ScreenTitle({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
  useEffect(() => {
    // Only on the way from another screen: whoever opens the page begins at its beginning.
    if (document.activeElement !== document.body && document.body.dataset['moved'] === 'true')
      heading.current?.focus({ preventScroll: true });
    document.body.dataset['moved'] = 'true';
  }, []);
  return (
    <header className="screen-title">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead === undefined ? null : <div className="soft">{lead}</div>}
      </div>
      {children}
    </header>
  );
}
