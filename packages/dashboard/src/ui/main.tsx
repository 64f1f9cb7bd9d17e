import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/screens.css';
import './styles/print.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root" to draw into.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
