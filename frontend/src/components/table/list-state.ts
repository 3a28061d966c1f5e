import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useTimeZone } from '@/api/session-hooks';
import { useLatest } from '@/components/latest';
import { instantOf, isDay } from '@/components/zone';

/** Query parameters of the address that are no filters. */
const NOT_FILTERS = new Set(['page', 'per_page', 'sort', 'tab']);

/** Numbers of rows per page. */
export const PAGE_SIZES = [25, 50, 100, 200] as const;

/** The filters of a list. The object stays the same while the filters do, so that turning pages renders no filter again. */
export interface Filtering {
  /** The filters that are set, as text of the address. */
  filters: Readonly<Record<string, string>>;
  /** Sets filters (null or '' removes one) and goes to the first page. */
  setFilters: (changes: Record<string, string | null>) => void;
  clear: () => void;
}

/** The state of a list, kept in the page's address: it survives a reload, can be shared, and Back undoes a change. */
export interface ListState extends Filtering {
  /** The filters without page and order. */
  filtering: Filtering;
  page: number;
  perPage: number;
  /** A field's name, `-` before it for descending. */
  sort: string;
  setPage: (page: number) => void;
  setPerPage: (count: number) => void;
  setSort: (sort: string) => void;
  /** The filters as query parameters. */
  filterQuery: <Q extends object>() => Q;
  /** Filters, order and page as query parameters. */
  query: <Q extends object>() => Q;
}

interface Options {
  /** The order when the address names none. */
  sort: string;
  perPage?: number;
  /** Filters that are local days in the address and instants in the API: `…_from` from the day's start, `…_to` to its end. */
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

  // The router makes a new function for each address.
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
    // The values stay text and are checked by the server.
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

/** The instant at which a day starts or ends; anything but a day is left for the server to refuse. */
export function edgeOfDay(name: string, day: string, timeZone: string): string {
  if (!isDay(day)) return day;
  return instantOf(`${day}T${name.endsWith('_from') ? '00:00' : '23:59:59.999'}`, timeZone);
}

function whole(text: string | null, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
