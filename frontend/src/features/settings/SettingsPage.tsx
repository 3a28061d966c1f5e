import {
  Button,
  List,
  ListItem,
  ListItemButton,
  ListItemText,
  MenuItem,
  Paper,
  TextField,
  useMediaQuery,
} from '@mui/material';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { getOptions } from '@/api/queries';
import type { SettingGroup, Settings, SettingSpec } from '@/api/schema';
import { useMay } from '@/api/session-hooks';
import { ErrorNotice } from '@/components/feedback/ErrorNotice';
import { Loading } from '@/components/feedback/Loading';
import { PageHeader } from '@/components/PageHeader';
import { Columns } from '@/components/layout';
import { GroupForm } from './GroupForm';

/** All settings by group; owners may change them. */
export function SettingsPage() {
  const { t } = useTranslation();
  const [schema, settings] = useQueries({
    queries: [getOptions('/settings/schema'), getOptions('/settings')],
  });
  const isOwner = useMay('owner');
  return (
    <>
      <PageHeader
        title={t('settings.title')}
        subtitle={isOwner ? t('settings.subtitle') : t('common.mayNot.owner')}
        actions={
          isOwner && (
            <Button
              component={Link}
              to="/audit?action=update_setting"
              startIcon={<HistoryIcon />}
              variant="outlined"
            >
              {t('settings.history')}
            </Button>
          )
        }
      />
      {schema.data && settings.data ? (
        <Groups specs={schema.data} settings={settings.data} />
      ) : schema.error || settings.error ? (
        <ErrorNotice error={schema.error ?? settings.error} retry={() => void settings.refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Groups({ specs, settings }: { specs: readonly SettingSpec[]; settings: Settings }) {
  const { t } = useTranslation();
  const isWide = useMediaQuery((theme) => theme.breakpoints.up('md'));
  const [params, setParams] = useSearchParams();
  const groups = [...new Set(specs.map(({ group }) => group))];
  const chosen = groups.find((group) => group === params.get('group')) ?? groups[0];
  const choose = (group: SettingGroup) => setParams({ group });
  if (chosen === undefined) return null;
  return (
    <Columns from="md" gap={2} wide="260px 1fr">
      {isWide ? (
        <Paper variant="outlined" component="nav" aria-label={t('settings.groups')}>
          <List dense>
            {groups.map((group) => (
              <ListItem key={group} disablePadding>
                <ListItemButton selected={group === chosen} onClick={() => choose(group)}>
                  <ListItemText primary={t(`settings.group.${group}`)} />
                </ListItemButton>
              </ListItem>
            ))}
          </List>
        </Paper>
      ) : (
        <TextField
          select
          label={t('settings.groups')}
          value={chosen}
          onChange={(event) => choose(event.target.value as SettingGroup)}
        >
          {groups.map((group) => (
            <MenuItem key={group} value={group}>
              {t(`settings.group.${group}`)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <GroupForm
        key={chosen}
        group={chosen}
        specs={specs.filter(({ group }) => group === chosen)}
        settings={settings}
      />
    </Columns>
  );
}
