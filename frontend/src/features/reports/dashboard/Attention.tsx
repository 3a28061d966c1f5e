import CheckCircleIcon from '@mui/icons-material/CheckCircleOutlined';
import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import InfoIcon from '@mui/icons-material/InfoOutlined';
import { List, ListItem, ListItemButton, ListItemIcon, ListItemText } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReportAttention } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Section } from '@/components/Section';
import { concernsOf, type Concern } from './attention';

/** Concerns that need attention, each with a link to the page that helps. */
export function Attention({ attention }: { attention: ReportAttention }) {
  const { t } = useTranslation();
  const concerns = concernsOf(attention);
  const { date } = useFormats();
  const say = ({ kind, count, name = '', run }: Concern) =>
    t(`dashboard.attention.${kind}`, {
      count,
      name,
      job: run ? t(`dashboard.job.${run.job}`) : '',
      day: run ? date(run.day) : '',
    });
  return (
    <Section title={t('dashboard.attention.title')}>
      <List disablePadding>
        {concerns.length === 0 && (
          <ListItem disableGutters>
            <ListItemIcon sx={{ minWidth: 40 }}>
              <CheckCircleIcon color="success" />
            </ListItemIcon>
            <ListItemText primary={t('dashboard.attention.calm')} />
          </ListItem>
        )}
        {concerns.map((concern) => {
          const content = (
            <>
              <ListItemIcon sx={{ minWidth: 40 }}>
                {concern.isUrgent ? <ErrorIcon color="error" /> : <InfoIcon color="warning" />}
              </ListItemIcon>
              <ListItemText primary={say(concern)} />
            </>
          );
          const key = say(concern);
          return concern.to === undefined ? (
            <ListItem key={key} sx={{ px: 1 }}>
              {content}
            </ListItem>
          ) : (
            <ListItem key={key} disablePadding>
              <ListItemButton component={Link} to={concern.to} sx={{ borderRadius: 2, px: 1 }}>
                {content}
                <ChevronRightIcon color="action" />
              </ListItemButton>
            </ListItem>
          );
        })}
      </List>
    </Section>
  );
}
