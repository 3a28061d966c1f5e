/** A set of filters and an order, kept by this browser under a name. */
export interface View {
  name: string;
  filters: Readonly<Record<string, string>>;
  sort: string;
}

/** The views with one more; null when the name is empty or taken. */
export function withView(views: readonly View[], view: View): View[] | null {
  const name = view.name.trim();
  return name === '' || isTaken(views, name) ? null : [...views, { ...view, name }];
}

/** The views with one renamed; null when the new name is empty or taken. */
export function renamed(views: readonly View[], old: string, name: string): View[] | null {
  const wanted = name.trim();
  if (wanted === '' || (wanted !== old && isTaken(views, wanted))) return null;
  return views.map((view) => (view.name === old ? { ...view, name: wanted } : view));
}

/** The view with the list's filters and order. */
export function viewOf(
  views: readonly View[],
  { filters, sort }: Pick<View, 'filters' | 'sort'>,
): View | undefined {
  return views.find((view) => view.sort === sort && isSame(view.filters, filters));
}

/** The changes that make the list show exactly the view. */
export function changesTo(view: View, filters: View['filters']): Record<string, string | null> {
  const none = Object.fromEntries(Object.keys(filters).map((name) => [name, null]));
  return { ...none, ...view.filters, sort: view.sort };
}

const isTaken = (views: readonly View[], name: string) => views.some((view) => view.name === name);

function isSame(a: View['filters'], b: View['filters']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
