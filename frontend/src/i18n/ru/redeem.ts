export const redeem = {
  title: 'Погасить код',
} as const;
