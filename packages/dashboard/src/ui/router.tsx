import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type RouterHistory, redirect } from '@tanstack/react-router';
import { parseSearch, printSearch, type Search } from '../model/search.ts';
import { DrawingFailed, NoScreen } from './parts/panel.tsx';
import { Loading } from './parts/states.tsx';
import { ScoreScreen } from './screens/score-screen.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NoScreen,
  errorComponent: DrawingFailed,
  // Each screen reads its own part of the address; what it does not know stays as it is.
  validateSearch: (search): Search => search as Search,
});

// The first screen comes with the program; the others come when they are asked for, or pointed at.
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/score', search, replace: true });
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/score', component: ScoreScreen }),
  createRoute({
    getParentRoute: () => root,
    path: '/recommendations',
    component: lazyRouteComponent(() => import('./screens/recommendations-screen.tsx'), 'RecommendationsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/recommendations/$name',
    component: lazyRouteComponent(() => import('./screens/recommendation-screen.tsx'), 'RecommendationScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/resource',
    component: lazyRouteComponent(() => import('./screens/resource-screen.tsx'), 'ResourceScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/history',
    component: lazyRouteComponent(() => import('./screens/history-screen.tsx'), 'HistoryScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/exemptions',
    component: lazyRouteComponent(() => import('./screens/exemptions-screen.tsx'), 'ExemptionsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/coverage',
    component: lazyRouteComponent(() => import('./screens/coverage-screen.tsx'), 'CoverageScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models',
    component: lazyRouteComponent(() => import('./screens/models-screen.tsx'), 'ModelsScreen'),
  }),
];

/** The screens at their addresses, in whatever way a page keeps those. */
export function routerWith(history: RouterHistory, basepath: string) {
  return createRouter({
    routeTree: root.addChildren(routes),
    history,
    basepath,
    parseSearch,
    stringifySearch: printSearch,
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: DrawingFailed,
    scrollRestoration: true,
  });
}
