import { createTheme, type Theme } from '@mui/material/styles';
import { enUS, ruRU } from '@mui/material/locale';
import type {} from '@mui/material/themeCssVarsAugmentation';

const base = {
  // Follows the system's light or dark mode until one is chosen.
  cssVariables: { colorSchemeSelector: 'data-scheme' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#ad1457' },
        secondary: { main: '#b3541e' },
        success: { main: '#2e7d32' },
        // Darker than the library's colours, which are hard to read on white.
        info: { main: '#01609b' },
        warning: { main: '#9a4d00' },
        background: { default: '#fbf6f8', paper: '#ffffff' },
      },
    },
    dark: {
      palette: {
        primary: { main: '#f48fb1' },
        secondary: { main: '#ffb38a' },
        background: { default: '#161114', paper: '#211a1e' },
      },
    },
  },
  shape: { borderRadius: 10 },
  typography: {
    fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    button: { textTransform: 'none', fontWeight: 600 },
  },
  components: {
    // Screen readers announce a `status` politely; only failures are an `alert`.
    MuiAlert: { defaultProps: { role: 'status' } },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiTooltip: { defaultProps: { enterTouchDelay: 0, arrow: true } },
  },
} as const satisfies Parameters<typeof createTheme>[0];

/** The theme in each language of the panel. */
export const themes: Record<'ru' | 'en', Theme> = {
  ru: createTheme(base, ruRU),
  en: createTheme(base, enUS),
};
