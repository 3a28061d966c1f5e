import { Card, CardActionArea, Chip, LinearProgress, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Template } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Muted } from '@/components/Muted';
import type { Standing } from './standing';
import { datesWords, recurrenceWords } from './words';

const colors = {
  on: 'success',
  off: 'default',
  waiting: 'info',
  ended: 'default',
  spent: 'warning',
  shadowed: 'warning',
} as const;

/** A template in the list: value, event, recurrence, budget. */
export function TemplateCard({ template, standing }: { template: Template; standing: Standing }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { name, event, recurrence, duration_days, min_order_amount, max_uses } = template;
  const dates = datesWords(t, formats, template);
  const terms = [
    recurrenceWords(t, recurrence),
    t('templates.card.lives', { count: duration_days }),
    min_order_amount && t('templates.card.from', { amount: formats.money(min_order_amount) }),
    max_uses && t('templates.card.uses', { count: max_uses }),
  ].filter(Boolean);
  return (
    <Card variant="outlined" component="li" sx={{ opacity: template.is_active ? 1 : 0.75 }}>
      <CardActionArea component={Link} to={`/templates/${template.id}`} sx={{ p: 2, height: '100%' }}>
        <Stack spacing={1} sx={{ height: '100%' }}>
          <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'flex-start', gap: 1 }}>
            <Typography
              component="span"
              sx={{ fontSize: 32, fontWeight: 800, lineHeight: 1.1, color: 'primary.main' }}
            >
              {formats.worth(template)}
            </Typography>
            <Chip size="small" color={colors[standing]} label={t(`templates.standing.${standing}`)} />
          </Stack>
          <Typography component="h2" variant="subtitle1" sx={{ fontWeight: 700, overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
          <Typography variant="body2">{t(`templates.events.${event}`)}</Typography>
          <Muted sx={{ flexGrow: 1 }}>
            {terms.join(' · ')}
            {dates && (
              <>
                <br />
                {dates}
              </>
            )}
          </Muted>
          <Budget template={template} />
        </Stack>
      </CardActionArea>
    </Card>
  );
}

/** The number of issued codes and the limit. */
function Budget({ template: { issued_count, total_limit } }: { template: Template }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const words =
    total_limit === undefined
      ? t('templates.card.issued', { count: issued_count })
      : t('templates.card.budget', { issued: number(issued_count), limit: number(total_limit) });
  return (
    <div>
      <Typography variant="body2">{words}</Typography>
      {total_limit !== undefined && (
        <LinearProgress
          variant="determinate"
          aria-label={words}
          color={issued_count >= total_limit * 0.9 ? 'warning' : 'primary'}
          value={Math.min(100, (issued_count / total_limit) * 100)}
          sx={{ mt: 0.5, height: 6, borderRadius: 3 }}
        />
      )}
    </div>
  );
}
