import { Button, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useGet } from '@/api/queries';
import type { CampaignStats, GroupBy } from '@/api/schema';
import { TimeChart } from '@/components/charts/TimeChart';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { Funnel } from '@/components/Funnel';
import { pointOf } from '@/components/period/period';
import { PeriodPicker } from '@/components/period/PeriodPicker';
import { SpacedSection } from '@/components/SpacedSection';

interface Asked {
  from: string;
  to: string;
  group_by?: GroupBy;
}

/** The results of a campaign: the funnel and a chart. */
export function Stats({ id }: { id: number }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const [params, setParams] = useSearchParams();
  const chosen = {
    from: params.get('from') ?? undefined,
    to: params.get('to') ?? undefined,
    group_by: (params.get('group_by') ?? undefined) as GroupBy | undefined,
  };
  const path = { id };
  const whole = useGet('/campaigns/{id}/stats', { path });
  // The API needs both ends; the campaign's own days fill the missing one.
  const period = { from: chosen.from ?? whole.data?.from ?? '', to: chosen.to ?? whole.data?.to ?? '' };
  const change = (changes: Record<string, string | undefined>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  return (
    <Stack spacing={2.5}>
      <Loaded query={whole}>
        {({ totals }) => (
          <Funnel
            title={t('campaigns.stats.funnel')}
            steps={[
              { label: t('campaigns.stats.joined'), count: totals.joined },
              { label: t('campaigns.stats.new_clients'), count: totals.new_clients },
              { label: t('campaigns.stats.issued'), count: totals.issued },
              { label: t('campaigns.stats.redeemed'), count: totals.redeemed },
            ]}
            result={t('campaigns.stats.result', {
              revenue: money(totals.revenue),
              discount: money(totals.discount),
            })}
          />
        )}
      </Loaded>
      <SpacedSection title={t('campaigns.stats.days')}>
        <PeriodPicker
          period={period}
          groupBy={chosen.group_by}
          onChange={(changes) => change({ ...period, ...changes })}
        />
        {params.size > 0 && (
          <Button
            size="small"
            sx={{ alignSelf: 'flex-start' }}
            onClick={() => change({ from: undefined, to: undefined, group_by: undefined })}
          >
            {t('campaigns.stats.whole')}
          </Button>
        )}
        {period.from !== '' && (
          <Days id={id} query={{ ...period, group_by: chosen.group_by ?? pointOf(period) }} />
        )}
      </SpacedSection>
    </Stack>
  );
}

/** The results in the chosen days. */
function Days({ id, query }: { id: number; query: Required<Asked> }) {
  const stats = useGet('/campaigns/{id}/stats', { path: { id }, query }, { keepPrevious: true });
  return <Loaded query={stats}>{({ series }) => <Chart series={series} />}</Loaded>;
}

function Chart({ series }: { series: CampaignStats['series'] }) {
  const { t } = useTranslation();
  const { number, shortDate } = useFormats();
  const lines = (['joined', 'redeemed'] as const).map((name) => ({
    label: t(`campaigns.stats.${name}`),
    values: series.map((point) => point[name]),
  }));
  if (lines.every(({ values }) => values.every((value) => value === 0)))
    return <EmptyState title={t('campaigns.stats.empty')} hint={t('campaigns.stats.emptyHint')} />;
  return (
    <TimeChart
      kind="bars"
      label={t('campaigns.stats.days')}
      points={series.map(({ from }) => shortDate(from))}
      series={lines}
      format={number}
    />
  );
}
