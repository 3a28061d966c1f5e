import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { startTexts } from '@/i18n';
import { Providers } from './Providers';
import { createRouter } from './router';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

await startTexts();
createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={createRouter()} />
    </Providers>
  </StrictMode>,
);
