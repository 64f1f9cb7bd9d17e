// The questions that screens ask, each under one key, so that two parts of a screen ask once.
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { HistoryQuery, InventoryQuery, ResourcesQuery } from '../api/client.ts';
import type { ResourceRow, Status } from '../model/answers.ts';
import type { ScreenSelection } from '../model/screens.ts';
import { useLongList } from './long-list.tsx';
import { useSession } from './session.tsx';

export function useScore(selection: ScreenSelection) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['score', selection],
    queryFn: ({ signal }) => api.score(selection, signal),
    placeholderData: keepPreviousData,
  });
}

/** Several scores at once. */
export function useScores(selections: readonly ScreenSelection[]) {
  const { api } = useSession();
  return useQueries({
    queries: selections.map((selection) => ({
      queryKey: ['score', selection],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.score(selection, signal),
    })),
  });
}

/** The score with the lists of its coverage. */
export function useWholeScore(selection: ScreenSelection) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['score', selection, 'whole'],
    queryFn: ({ signal }) => api.wholeScore(selection, signal),
    placeholderData: keepPreviousData,
  });
}

export function useRights() {
  const { api } = useSession();
  return useQuery({ queryKey: ['session'], queryFn: ({ signal }) => api.session(signal), staleTime: Number.POSITIVE_INFINITY });
}

export function useRecommendations(selection: ScreenSelection) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['recommendations', selection],
    queryFn: ({ signal }) => api.recommendations(selection, signal),
    placeholderData: keepPreviousData,
  });
}

export function useRecommendation(name: string, selection: ScreenSelection) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['recommendation', name, selection],
    queryFn: ({ signal }) => api.recommendation(name, selection, signal),
    placeholderData: (before, query) => (query?.queryKey[1] === name ? before : undefined),
  });
}

/** Resources of a recommendation in a status; `status` undefined asks nothing. */
export function useResourcesOf(
  name: string,
  selection: ScreenSelection,
  query: Pick<ResourcesQuery, 'search' | 'subscription'> & { readonly status: Status | undefined },
) {
  const { api } = useSession();
  return useLongList<ResourceRow>({
    queryKey: ['resources', name, selection, query],
    isAsked: query.status !== undefined,
    isSearched: query.search.trim() !== '',
    hasQuick: true,
    ask: (where, limit, { signal, isQuick }) =>
      api.resourcesOf(
        name,
        selection,
        { ...query, ...where, status: query.status === undefined ? [] : [query.status], limit, explain: !isQuick },
        signal,
      ),
  });
}

export function useResource(id: string) {
  const { api } = useSession();
  return useQuery({ queryKey: ['resource', id], enabled: id !== '', queryFn: ({ signal }) => api.resource(id, signal) });
}

export function useScopes(model: ScreenSelection['model']) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['scopes', model],
    queryFn: async ({ signal }) => {
      const [groups, subscriptions] = await Promise.all([api.managementGroups(model, signal), api.subscriptions(model, signal)]);
      return { groups: groups.items, subscriptions: subscriptions.items };
    },
    placeholderData: keepPreviousData,
  });
}

export function useExemptions(selection: ScreenSelection) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['exemptions', selection.scope],
    queryFn: ({ signal }) => api.exemptions(selection, signal),
    placeholderData: keepPreviousData,
  });
}

/** Takes an exemption back; what the score says of it is asked for anew. */
export function useRevoke() {
  const { api } = useSession();
  const queries = useQueryClient();
  const mayRevoke = useRights().data?.role !== 'reader';
  const { mutate, error, isPending } = useMutation({
    mutationFn: (id: string) => api.revoke(id),
    onSuccess: () => queries.invalidateQueries(),
  });
  return { revoke: mutate, error, isPending, mayRevoke };
}

/** @param query.from ISO 8601, on a whole day where that will do, so that the key does not change with every second. */
export function useHistory(selection: ScreenSelection, query: HistoryQuery) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['history', selection, query],
    queryFn: ({ signal }) => api.history(selection, query, signal),
    placeholderData: keepPreviousData,
  });
}

/** @param moments.from undefined asks nothing yet. */
export function useComparison(
  selection: ScreenSelection,
  moments: { readonly from: string | undefined; readonly to?: string; readonly recommendation?: string },
) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['compare', selection, moments],
    enabled: moments.from !== undefined,
    queryFn: ({ signal }) => api.compare(selection, { ...moments, from: moments.from ?? '' }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useCauses(selection: ScreenSelection, moments: { readonly from: string; readonly to?: string }) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['causes', selection, moments],
    queryFn: ({ signal }) => api.causes(selection, moments, signal),
    placeholderData: keepPreviousData,
  });
}

/** Everything that was read, of a type and with a part of a name. */
export function useInventory(selection: ScreenSelection, query: Pick<InventoryQuery, 'type' | 'search'>) {
  const { api } = useSession();
  return useLongList<ResourceRow>({
    queryKey: ['resources', selection.scope, query],
    isAsked: true,
    isSearched: query.search.trim() !== '',
    hasQuick: false,
    ask: (where, limit, { signal }) => api.inventory(selection, { ...query, ...where, subscription: '', limit }, signal),
  });
}

export function useWhatIf(selection: ScreenSelection, plan: readonly string[]) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['what-if', selection, plan],
    enabled: plan.length > 0,
    queryFn: ({ signal }) => api.whatIf(selection, plan, signal),
    placeholderData: keepPreviousData,
  });
}

export function useSearchHits(text: string) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['search', text],
    enabled: text !== '',
    queryFn: ({ signal }) => api.search(text, signal),
    placeholderData: keepPreviousData,
  });
}
