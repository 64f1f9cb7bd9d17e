import { createDOMRenderer, FluentProvider, RendererProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import { useDirection } from './direction.tsx';
import { useMedia } from './media.tsx';

// One family of letters everywhere: the one that base.css chooses.
const letters = { fontFamilyBase: 'var(--letters)' };
const themes = { light: { ...webLightTheme, ...letters }, dark: { ...webDarkTheme, ...letters } };

// The policy of the page lets styles in only from its own files, or with the nonce that came with it.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

/** What every screen stands in: colours, letters, the direction of reading, and the memory of what was asked. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const isDark = useMedia('(prefers-color-scheme: dark)');
  const direction = useDirection();
  const [client] = useState(newQueryClient);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={isDark ? themes.dark : themes.light} className="app-theme" dir={direction}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </FluentProvider>
    </RendererProvider>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when something is old; without them the screen asks again when the reader comes back to it.
        staleTime: 30_000,
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiFailure && (error.kind === 'unreachable' || error.kind === 'broken'),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
    },
  });
}
