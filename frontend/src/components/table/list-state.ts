import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useTimeZone } from '@/api/session-hooks';
import { useLatest } from '@/components/latest';
import { instantOf, isDay } from '@/components/zone';

/** Names in the address that are no filters. */
const NOT_FILTERS = new Set(['page', 'per_page', 'sort', 'tab']);

/** Rows of a page that can be chosen. */
export const PAGE_SIZES = [25, 50, 100, 200] as const;

/** What a list is filtered by. The same object as long as the filters are the same: another page draws no filter anew. */
export interface Filtering {
  /** The filters that are set, as text. */
  filters: Readonly<Record<string, string>>;
  /** Sets filters (null or '' removes one) and goes to the first page. */
  setFilters: (changes: Record<string, string | null>) => void;
  clear: () => void;
}

/** What a list shows, kept in the page's address: it survives reloading, can be sent to others, and Back undoes it. */
export interface ListState extends Filtering {
  /** The filters alone, for what needs nothing else. */
  filtering: Filtering;
  page: number;
  perPage: number;
  /** A field's name, `-` before it for descending. */
  sort: string;
  setPage: (page: number) => void;
  setPerPage: (count: number) => void;
  setSort: (sort: string) => void;
  /** The filters alone, as the API takes them. */
  filterQuery: <Q extends object>() => Q;
  /** Filters, order and page, as the API takes them. */
  query: <Q extends object>() => Q;
}

interface Options {
  /** The order when the address names none. */
  sort: string;
  perPage?: number;
  /** Filters that are local days in the address and instants in the API: the beginning of `…_from`, the end of `…_to`. */
  days?: readonly string[];
}

const NO_DAYS: readonly string[] = [];

/** Reads the list's state from the address and writes it there. */
export function useListState({
  sort: usualSort,
  perPage: usualSize = 50,
  days = NO_DAYS,
}: Options): ListState {
  const [params, setParams] = useSearchParams();
  const timeZone = useTimeZone();

  // The router makes another function for each address.
  const setLatest = useLatest(setParams);
  const change = useCallback(
    (changes: Record<string, string | null>, keepsPage = false) =>
      setLatest((before) => {
        const after = new URLSearchParams(before);
        if (!keepsPage) after.delete('page');
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      }),
    [setLatest],
  );

  const text = JSON.stringify([...params].filter(([name]) => !NOT_FILTERS.has(name)));
  const filtering = useMemo((): Filtering => {
    const filters = Object.fromEntries(JSON.parse(text) as [string, string][]);
    return {
      filters,
      setFilters: change,
      clear: () => change(Object.fromEntries(Object.keys(filters).map((name) => [name, null]))),
    };
  }, [text, change]);

  return useMemo(() => {
    const { filters } = filtering;
    const page = whole(params.get('page'), 1);
    const perPage = whole(params.get('per_page'), usualSize);
    const sort = params.get('sort') ?? usualSort;
    // What stands in the address is text, as it is in the request's address; the server checks it.
    const filterQuery = <Q extends object>() =>
      Object.fromEntries(
        Object.entries(filters).map(([name, value]) => [
          name,
          days.includes(name) ? edgeOfDay(name, value, timeZone) : value,
        ]),
      ) as Q;
    return {
      ...filtering,
      filtering,
      page,
      perPage,
      sort,
      setPage: (next) => change({ page: next > 1 ? String(next) : null }, true),
      setPerPage: (count) => change({ per_page: count === usualSize ? null : String(count) }),
      setSort: (next) => change({ sort: next === usualSort ? null : next }),
      filterQuery,
      query: <Q extends object>() => ({ ...filterQuery(), sort, page, per_page: perPage }) as unknown as Q,
    };
  }, [params, filtering, usualSort, usualSize, days, timeZone, change]);
}

/** The instant at which a day begins or ends. One typed by hand into the address may be none: the server then says so. */
export function edgeOfDay(name: string, day: string, timeZone: string): string {
  if (!isDay(day)) return day;
  return instantOf(`${day}T${name.endsWith('_from') ? '00:00' : '23:59:59.999'}`, timeZone);
}

function whole(text: string | null, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
