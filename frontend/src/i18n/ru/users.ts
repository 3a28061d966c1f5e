export const users = {
  title: 'Клиенты',
} as const;
