export const audit = {
  title: 'Журнал',
} as const;
