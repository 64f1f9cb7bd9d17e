import { SearchRegular } from '@fluentui/react-icons';
import { useEffect, useId, useRef, useState } from 'react';
import type { SearchHit } from '../model/answers.ts';
import { texts } from '../texts.ts';
import { useSearchHits } from './queries.tsx';
import { recommendationPath, ScreenLink, useSelection } from './routing.tsx';

/** Finds anything by a part of its name, from every screen. */
export function SearchField() {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(text.trim()), 150);
    return () => window.clearTimeout(timer);
  }, [text]);
  const hits = useSearchHits(asked);
  const close = () => {
    setText('');
    setAsked('');
  };
  return (
    <div
      className="find"
      ref={box}
      role="search"
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onBlur={(event) => {
        if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget) === true)) close();
      }}
    >
      <span className="search-box">
        <SearchRegular aria-hidden="true" />
        <input
          type="search"
          className="field"
          aria-label={texts.search.label}
          aria-controls={asked === '' || hits.data === undefined ? undefined : id}
          placeholder={texts.search.placeholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <p className="only-heard" role="status">
        {asked === '' || hits.data === undefined ? '' : texts.search.results(hits.data.items.length)}
      </p>
      {asked === '' || hits.data === undefined ? null : (
        <ul className="find-hits" id={id}>
          {hits.data.items.length === 0 ? <li className="soft find-none">{texts.search.nothing}</li> : null}
          {hits.data.items.map((hit) => (
            <li key={`${hit.kind} ${hit.id}`} onClick={close}>
              <HitLink hit={hit} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function HitLink({ hit }: { readonly hit: SearchHit }) {
  const selection = useSelection();
  const content = (
    <>
      <span dir="auto">{hit.title}</span>
      <span className="soft">{`${texts.searchKinds[hit.kind]} · ${hit.detail}`}</span>
    </>
  );
  switch (hit.kind) {
    case 'recommendation':
      return (
        <ScreenLink to={recommendationPath(hit.id)} className="find-hit">
          {content}
        </ScreenLink>
      );
    case 'resource':
      return (
        <ScreenLink to="/resource" search={{ id: hit.id }} className="find-hit">
          {content}
        </ScreenLink>
      );
    case 'subscription':
    case 'managementGroup':
      return (
        <ScreenLink to="/score" selection={{ ...selection, scope: [hit.id.split('/').at(-1) ?? hit.id] }} className="find-hit">
          {content}
        </ScreenLink>
      );
  }
}
