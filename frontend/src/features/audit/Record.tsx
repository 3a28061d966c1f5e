import { Box, Chip, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '@/api/schema';
import { AdminName } from '@/components/AdminName';
import { useFormats } from '@/components/format';
import { To } from '@/components/To';
import { audit as texts } from '@/i18n/ru/audit';
import { Differences } from './Differences';
import { differencesOf } from './differences';
import { pageOf } from './entities';
import { useSettingNames } from './setting-names';

/** An entry of the audit log. */
export function Record({ record }: { record: AuditRecord }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { action, actor, admin_id: adminId, entity, entity_id: entityId, created_at: at } = record;
  const settingNames = useSettingNames(entity === 'setting');
  const page = pageOf(entity, entityId);
  const thing = `${isEntity(entity) ? t(`audit.entity.${entity}`) : entity}${entityId === undefined ? '' : ` № ${entityId}`}`;
  return (
    <Box component="li" sx={{ px: 2, py: 1.5, borderTop: 1, borderColor: 'divider' }}>
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography sx={{ fontWeight: 600 }}>
          {isAction(action) ? t(`audit.action.${action}`) : action}
        </Typography>
        {page === undefined ? <Typography>{thing}</Typography> : <To to={page}>{thing}</To>}
        <Chip
          size="small"
          variant="outlined"
          label={
            actor === 'admin' && adminId !== undefined ? (
              <AdminName id={adminId} />
            ) : (
              t(`audit.actor.${actor}`)
            )
          }
        />
        <Typography variant="body2" sx={{ color: 'text.secondary', ml: { sm: 'auto' } }}>
          {dateTime(at)}
          {record.ip && ` · ${record.ip}`}
        </Typography>
      </Stack>
      <Differences differences={differencesOf(record.payload)} names={settingNames} />
    </Box>
  );
}

const isAction = (word: string): word is keyof typeof texts.action => word in texts.action;
const isEntity = (word: string): word is keyof typeof texts.entity => word in texts.entity;
