import { Stack } from '@mui/material';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceFilter, DaysFilter, FlagFilter, TextFilter } from '@/components/table/filters';
import { RemoteFilter } from '@/components/table/RemoteFilter';

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
const GENDERS = ['female', 'male', 'unknown'] as const;

/** The filters of the list of clients. */
export const UserFilters = memo(function UserFilters() {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceFilter
        name="gender"
        label={t('users.filter.gender')}
        options={GENDERS.map((value) => ({ value, label: t(`common.gender.${value}`) }))}
      />
      <Stack direction="row" spacing={1}>
        <TextFilter name="age_from" label={t('users.filter.age_from')} type="number" />
        <TextFilter name="age_to" label={t('users.filter.age_to')} type="number" />
      </Stack>
      <ChoiceFilter
        name="birthday_month"
        label={t('users.filter.birthday_month')}
        options={MONTHS.map((month) => ({ value: String(month), label: t(`common.month.${month}`) }))}
      />
      <FlagFilter
        name="is_subscribed"
        label={t('users.filter.is_subscribed')}
        yes={t('users.filter.subscribed')}
        no={t('users.filter.notSubscribed')}
      />
      <TextFilter name="tag" label={t('users.filter.tag')} />
      <RemoteFilter name="campaign_id" label={t('users.filter.campaign_id')} of="campaign" />
      <RemoteFilter name="segment_id" label={t('users.filter.segment_id')} of="segment" />
      <FlagFilter
        name="is_blocked"
        label={t('users.filter.is_blocked')}
        yes={t('users.filter.blocked')}
        no={t('users.filter.notBlocked')}
      />
      <ChoiceFilter
        name="is_test"
        label={t('users.filter.is_test')}
        anyLabel={t('users.filter.testNo')}
        options={[
          { value: 'true', label: t('users.filter.testOnly') },
          { value: 'any', label: t('users.filter.testAny') },
        ]}
      />
      <DaysFilter name="created" label={t('users.filter.created')} />
    </>
  );
});
