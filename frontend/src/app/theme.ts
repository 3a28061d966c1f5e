import { createTheme } from '@mui/material/styles';

/** Light or dark as the system says, switched by a media query: no script, no flash of the wrong colours. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'media' },
  colorSchemes: {
    light: {
      palette: { primary: { main: '#ad1457' }, background: { default: '#fff7fa', paper: '#ffffff' } },
    },
    dark: {
      palette: { primary: { main: '#f48fb1' }, background: { default: '#1b1418', paper: '#261c22' } },
    },
  },
  shape: { borderRadius: 12 },
  typography: { fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif' },
});
