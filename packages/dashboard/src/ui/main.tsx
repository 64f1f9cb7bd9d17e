import { createBrowserHistory, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Frame } from './frame.tsx';
import { routerWith } from './router.tsx';
import { ServerSession } from './session.tsx';
import './styles/all.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root" to draw into.');
const router = routerWith(createBrowserHistory(), '/ui');
createRoot(root).render(
  <StrictMode>
    <Frame>
      <ServerSession>
        <RouterProvider router={router} />
      </ServerSession>
    </Frame>
  </StrictMode>,
);
