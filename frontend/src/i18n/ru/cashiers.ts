export const cashiers = {
  title: 'Кассиры',
} as const;
