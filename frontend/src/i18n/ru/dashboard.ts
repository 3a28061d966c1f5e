export const dashboard = {
  title: 'Сводка',
} as const;
