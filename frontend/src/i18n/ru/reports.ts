export const reports = {
  title: 'Отчёты',
} as const;
