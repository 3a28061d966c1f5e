import { Box, List, ListItem, ListItemButton, ListItemIcon, ListItemText, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { mayAs } from '@/api/session';
import { useAdmin } from '@/api/session-hooks';
import { menu } from './menu';

/** The sections of the panel that the admin may see. */
export function MenuList({ onChoose }: { onChoose?: () => void }) {
  const { t } = useTranslation();
  const admin = useAdmin();
  const { pathname } = useLocation();
  return (
    <Box component="nav" aria-label={t('nav.main')} sx={{ px: 1, pb: 2, overflowY: 'auto' }}>
      {menu.map(({ heading, entries }) => (
        <Box key={heading ?? 'first'} sx={{ mt: heading ? 1.5 : 1 }}>
          {heading && (
            <Typography
              variant="overline"
              component="h2"
              sx={{ px: 2, color: 'text.secondary', lineHeight: 2 }}
            >
              {t(`nav.groups.${heading}`)}
            </Typography>
          )}
          <List disablePadding>
            {entries
              .filter(({ need }) => need === undefined || mayAs(admin, need))
              .map(({ to, text, icon }) => (
                <ListItem key={to} disablePadding>
                  <ListItemButton
                    component={NavLink}
                    to={to}
                    selected={pathname === to || pathname.startsWith(`${to}/`)}
                    onClick={onChoose}
                    sx={{ borderRadius: 2, py: 0.75 }}
                  >
                    <ListItemIcon sx={{ minWidth: 38, color: 'inherit' }}>{icon}</ListItemIcon>
                    <ListItemText primary={t(`nav.${text}`)} />
                  </ListItemButton>
                </ListItem>
              ))}
          </List>
        </Box>
      ))}
    </Box>
  );
}
