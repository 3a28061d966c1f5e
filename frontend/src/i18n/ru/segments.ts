export const segments = {
  title: 'Сегменты',
} as const;
