import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';
import type { Admin } from '@/api/schema';
import { Loaded } from '@/components/feedback/Loaded';
import { CardGrid } from '@/components/layout';
import { PageHeader } from '@/components/PageHeader';
import { Muted } from '@/components/Muted';
import { AdminCard } from './AdminCard';
import { AdminDialog, type Edited } from './AdminDialog';

/** The admins, for owners only. */
export function AdminsPage() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Edited | null>(null);
  const query = useGet('/admins', { query: { per_page: 200 } });
  return (
    <>
      <PageHeader
        title={t('admins.title')}
        subtitle={t('admins.subtitle')}
        actions={
          <Button variant="contained" startIcon={<PersonAddIcon />} onClick={() => setEdited('new')}>
            {t('admins.add')}
          </Button>
        }
      />
      <Loaded query={query}>
        {({ items }) => (
          <>
            <Group
              title={t('admins.list.active')}
              of={items.filter((admin) => admin.is_active)}
              edit={setEdited}
            />
            <Group
              title={t('admins.list.inactive')}
              hint={t('admins.inactiveHint')}
              of={items.filter((admin) => !admin.is_active)}
              edit={setEdited}
            />
          </>
        )}
      </Loaded>
      <AdminDialog edited={edited} onClose={() => setEdited(null)} />
    </>
  );
}

interface GroupProps {
  title: string;
  hint?: string;
  of: Admin[];
  edit: (admin: Admin) => void;
}

function Group({ title, hint, of, edit }: GroupProps) {
  if (of.length === 0) return null;
  return (
    <Stack component="section" spacing={1} sx={{ mb: 4 }}>
      <Typography variant="h6" component="h2">
        {title}
      </Typography>
      {hint && <Muted>{hint}</Muted>}
      <CardGrid min={340}>
        {of.map((admin) => (
          <AdminCard key={admin.id} admin={admin} onEdit={() => edit(admin)} />
        ))}
      </CardGrid>
    </Stack>
  );
}
