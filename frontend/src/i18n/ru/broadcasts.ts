export const broadcasts = {
  title: 'Рассылки',
} as const;
