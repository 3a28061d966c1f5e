export const campaigns = {
  title: 'Кампании',
} as const;
