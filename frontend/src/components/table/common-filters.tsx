import { useTranslation } from 'react-i18next';
import { useShops } from '@/components/names';
import { ChoiceFilter } from '@/components/table/filters';
import { useList } from '@/components/table/list-context';

/** Filters by test clients. */
export function TestFilter() {
  const { t } = useTranslation();
  return (
    <ChoiceFilter
      name="is_test"
      label={t('discounts.filters.test')}
      anyLabel={t('discounts.filters.testNo')}
      options={[
        { value: 'true', label: t('discounts.filters.testYes') },
        { value: 'any', label: t('discounts.filters.testAny') },
      ]}
    />
  );
}

/** Filters by shop; a shop that only the address names is listed too. */
export function ShopFilter() {
  const { t } = useTranslation();
  const { filters } = useList();
  const shops = new Set([...useShops(), ...(filters['shop'] ? [filters['shop']] : [])]);
  return (
    <ChoiceFilter
      name="shop"
      label={t('discounts.usage.shop')}
      options={[...shops].map((shop) => ({ value: shop, label: shop }))}
    />
  );
}
