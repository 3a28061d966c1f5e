/** The page of a logged thing; undefined where there is none. */
export function pageOf(entity: string, id: number | undefined): string | undefined {
  if (id === undefined) return undefined;
  switch (entity) {
    case 'user':
      return `/users/${id}`;
    case 'broadcast':
      return `/broadcasts/${id}`;
    case 'campaign':
      return `/campaigns/${id}`;
    case 'discount':
      return `/discounts/${id}`;
    case 'discount_template':
      return `/templates/${id}`;
    case 'segment':
      return `/segments/${id}`;
    case 'cashier':
      return '/cashiers';
    case 'admin':
      return '/admins';
    default:
      return undefined;
  }
}
