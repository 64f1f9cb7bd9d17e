// The program of a page that stands alone: the same screens over what one scan found, from a file, without a server.
import { createHashHistory, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Page } from '../model/page.ts';
import { Frame } from './frame.tsx';
import { PageSession } from './page-session.tsx';
import { routerWith } from './router.tsx';
import './styles/all.css';

const root = document.getElementById('root');
const data = document.getElementById('plumbline-page')?.textContent;
if (root === null || data == null) throw new Error('The page has nothing to draw, or nowhere to draw it.');
// Written by the same version of the program that these screens came with.
const page = JSON.parse(data) as Page;
const first = page.model === 'classic' ? '#/score' : `#/score?model=${page.model}`;
if (window.location.hash === '') window.history.replaceState(null, '', first);
// What stands below, and its style, is for readers without scripts.
document.getElementById('screens-style')?.setAttribute('media', 'all');
document.getElementById('plain-style')?.remove();
document.addEventListener('DOMContentLoaded', () => document.getElementById('plain')?.remove());
createRoot(root).render(
  <StrictMode>
    <Frame>
      <PageSession page={page}>
        <RouterProvider router={routerWith(createHashHistory(), '/')} />
      </PageSession>
    </Frame>
  </StrictMode>,
);
