import MenuIcon from '@mui/icons-material/Menu';
import { AppBar, Box, Drawer, IconButton, Link, Toolbar, Typography, useMediaQuery } from '@mui/material';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, Outlet, ScrollRestoration } from 'react-router';
import { Loading } from '@/components/feedback/Loading';
import { Session } from '@/app/Session';
import { AccountMenu } from './AccountMenu';
import { ConnectionBanner } from './ConnectionBanner';
import { MenuList } from './MenuList';

const MENU_WIDTH = 248;

/** The frame of every page but the login: the menu, the bar above, the page. */
export function Layout() {
  return (
    <Session>
      <Frame />
    </Session>
  );
}

function Frame() {
  const { t } = useTranslation();
  const isWide = useMediaQuery((theme) => theme.breakpoints.up('lg'));
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh' }}>
      <Link
        href="#content"
        sx={{
          position: 'absolute',
          left: -9999,
          zIndex: 2000,
          p: 1,
          bgcolor: 'background.paper',
          '&:focus': { left: 8, top: 8 },
        }}
      >
        {t('nav.skip')}
      </Link>
      <AppBar
        position="fixed"
        color="default"
        elevation={0}
        sx={{
          bgcolor: 'background.paper',
          borderBottom: 1,
          borderColor: 'divider',
          zIndex: 'drawer',
          ...(isWide ? { zIndex: 1201 } : {}),
        }}
      >
        <Toolbar variant="dense" sx={{ minHeight: 56 }}>
          {!isWide && (
            <IconButton
              edge="start"
              color="inherit"
              aria-label={t('nav.menu')}
              sx={{ mr: 1 }}
              onClick={() => setOpen(true)}
            >
              <MenuIcon />
            </IconButton>
          )}
          <Box
            component={RouterLink}
            to="/dashboard"
            sx={{
              display: 'flex',
              alignItems: 'center',
              gap: 1,
              color: 'inherit',
              textDecoration: 'none',
              flexGrow: 1,
              minWidth: 0,
            }}
          >
            <Box component="img" src="/favicon.svg" alt="" sx={{ width: 28, height: 28 }} />
            <Typography component="span" noWrap sx={{ fontWeight: 700 }}>
              {t('common.product')}
            </Typography>
          </Box>
          <AccountMenu />
        </Toolbar>
      </AppBar>
      <Drawer
        variant={isWide ? 'permanent' : 'temporary'}
        open={isWide || isOpen}
        onClose={close}
        sx={{
          width: isWide ? MENU_WIDTH : 0,
          flexShrink: 0,
          '& .MuiDrawer-paper': { width: MENU_WIDTH, ...(isWide ? { bgcolor: 'transparent' } : {}) },
        }}
      >
        <Toolbar variant="dense" sx={{ minHeight: 56 }} />
        <MenuList onChoose={close} />
      </Drawer>
      <Box component="main" id="content" tabIndex={-1} sx={{ flexGrow: 1, minWidth: 0, outline: 0 }}>
        <Toolbar variant="dense" sx={{ minHeight: 56 }} />
        <ConnectionBanner />
        <Box sx={{ p: { xs: 2, sm: 3 }, maxWidth: 1440, mx: 'auto' }}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Box>
      </Box>
      <ScrollRestoration />
    </Box>
  );
}
