export const orders = {
  title: 'Покупки',
} as const;
