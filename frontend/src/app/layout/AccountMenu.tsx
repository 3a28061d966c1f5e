import AccountCircleIcon from '@mui/icons-material/AccountCircleOutlined';
import ApiIcon from '@mui/icons-material/ApiOutlined';
import LogoutIcon from '@mui/icons-material/Logout';
import {
  Box,
  Divider,
  IconButton,
  ListItemIcon,
  Menu,
  MenuItem,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
  useColorScheme,
} from '@mui/material';

import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMenu } from '@/components/menu';
import { useAdmin, useLogin } from '@/api/session-hooks';
import { languages, setLanguage, type Language } from '@/i18n';
import { Muted } from '@/components/Muted';

const schemes = ['system', 'light', 'dark'] as const;

/** The admin's name, theme, language and logout. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const { mode, setMode } = useColorScheme();
  const admin = useAdmin();
  const { logOut } = useLogin();
  const navigate = useNavigate();
  const { open, close, menu } = useMenu();
  return (
    <>
      <IconButton
        color="inherit"
        edge="end"
        aria-label={t('nav.account')}
        aria-haspopup="menu"
        onClick={open}
      >
        <AccountCircleIcon />
      </IconButton>
      <Menu {...menu} variant="menu">
        <Box component="li" role="none" sx={{ px: 2, py: 1 }}>
          <Typography sx={{ fontWeight: 600 }}>{admin.display_name}</Typography>
          <Muted>{t(`common.role.${admin.role}`)}</Muted>
        </Box>
        <Divider component="li" role="none" />
        <Box component="li" role="none" sx={{ px: 2, py: 1 }}>
          <Choice
            label={t('common.theme.title')}
            value={mode ?? 'system'}
            options={schemes.map((value) => ({ value, label: t(`common.theme.${value}`) }))}
            onChange={(value) => setMode(value as (typeof schemes)[number])}
          />
          <Choice
            label={t('common.language.title')}
            value={i18n.language}
            options={languages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
            onChange={(value) => void setLanguage(value as Language)}
          />
        </Box>
        <Divider component="li" role="none" />
        <MenuItem component="a" href="/docs" target="_blank" rel="noreferrer" onClick={close}>
          <ListItemIcon>
            <ApiIcon fontSize="small" />
          </ListItemIcon>
          {t('nav.api')}
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            void logOut().then(() => navigate('/login'));
          }}
        >
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          {t('nav.logout')}
        </MenuItem>
      </Menu>
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Box sx={{ mb: 1 }}>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mb: 0.5 }}>
        {label}
      </Typography>
      <ToggleButtonGroup
        exclusive
        fullWidth
        size="small"
        aria-label={label}
        value={value}
        onChange={(_, next: string | null) => {
          if (next !== null) onChange(next);
        }}
      >
        {options.map((option) => (
          <ToggleButton key={option.value} value={option.value} sx={{ textTransform: 'none' }}>
            {option.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  );
}
