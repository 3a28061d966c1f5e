export const templates = {
  title: 'Скидки',
} as const;
