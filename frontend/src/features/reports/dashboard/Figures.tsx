import { useTranslation } from 'react-i18next';
import type { SummaryNumbers } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Tile, Tiles } from '@/components/Tile';

interface Props {
  today: SummaryNumbers;
  /** The last 30 days; undefined while they are loading. */
  month: SummaryNumbers | undefined;
}

/** The figures of today, with those of the last 30 days under them. */
export function Figures({ today, month }: Props) {
  const { t } = useTranslation();
  const { number, money, percent } = useFormats();
  const monthly = (show: (numbers: SummaryNumbers) => string) =>
    t('dashboard.inMonth', { value: month ? show(month) : '…' });
  return (
    <Tiles>
      <Tile
        label={t('dashboard.newClients')}
        value={number(today.new_clients)}
        more={monthly((of) => number(of.new_clients))}
        to="/users"
      />
      <Tile
        label={t('dashboard.issued')}
        value={number(today.issued)}
        more={monthly((of) => number(of.issued))}
        to="/discounts"
      />
      <Tile
        label={t('dashboard.redeemed')}
        value={number(today.redeemed)}
        more={monthly((of) => `${number(of.redeemed)} · ${percent(of.redemption_rate)}`)}
        to="/discounts/usage"
      />
      <Tile
        label={t('dashboard.revenue')}
        value={money(today.revenue)}
        more={monthly((of) => money(of.revenue))}
        to="/orders"
      />
      <Tile
        label={t('dashboard.discount')}
        value={money(today.discount)}
        more={monthly((of) => money(of.discount))}
      />
    </Tiles>
  );
}
