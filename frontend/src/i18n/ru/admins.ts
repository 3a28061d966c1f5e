export const admins = {
  title: 'Администраторы',
} as const;
