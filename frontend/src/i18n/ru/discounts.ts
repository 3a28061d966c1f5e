export const discounts = {
  title: 'Коды',
} as const;
