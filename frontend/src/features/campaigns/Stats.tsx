import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useGet } from '@/api/queries';
import type { CampaignStats, GroupBy } from '@/api/schema';
import { TimeChart } from '@/components/charts/TimeChart';
import { EmptyState } from '@/components/feedback/EmptyState';
import { Loaded } from '@/components/feedback/Loaded';
import { useFormats } from '@/components/format';
import { Funnel } from '@/components/Funnel';
import { PeriodPicker } from '@/components/period/PeriodPicker';
import { SpacedSection } from '@/components/SpacedSection';

/** What came of a campaign: the way from joined to paid, and when. */
export function Stats({ id }: { id: number }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const [params, setParams] = useSearchParams();
  const chosen = {
    from: params.get('from') ?? undefined,
    to: params.get('to') ?? undefined,
    group_by: (params.get('group_by') ?? undefined) as GroupBy | undefined,
  };
  const query = useGet('/campaigns/{id}/stats', { path: { id }, query: chosen }, { keepPrevious: true });
  const change = (changes: Record<string, string | undefined>) => {
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
  };
  // One edge needs the other: the days shown now.
  const period = { from: chosen.from ?? query.data?.from ?? '', to: chosen.to ?? query.data?.to ?? '' };
  return (
    <Stack spacing={2.5}>
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <PeriodPicker
          period={period}
          groupBy={chosen.group_by}
          onChange={(changes) => {
            change({ ...period, ...changes });
          }}
        />
        {params.size > 0 && (
          <Button
            size="small"
            onClick={() => {
              change({ from: undefined, to: undefined, group_by: undefined });
            }}
          >
            {t('campaigns.stats.whole')}
          </Button>
        )}
      </Stack>
      <Loaded query={query}>
        {({ totals, series }) => (
          <Stack spacing={2.5}>
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
            <SpacedSection title={t('campaigns.stats.days')}>
              <Chart series={series} />
            </SpacedSection>
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
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
