import { List, ListItem, ListItemButton, ListItemIcon, ListItemText } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A list of events. */
export function HistoryList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <List dense disablePadding aria-label={label} sx={{ mb: 1 }}>
      {children}
    </List>
  );
}

interface Props {
  icon?: ReactNode;
  title: string;
  text: string;
  mark?: ReactNode;
  /** Where it leads, if anywhere. */
  to?: string | undefined;
}

/** An event. */
export function HistoryItem({ icon, title, text, mark, to }: Props) {
  const content = (
    <>
      {icon && <ListItemIcon sx={{ minWidth: 40 }}>{icon}</ListItemIcon>}
      <ListItemText
        primary={title}
        secondary={text}
        slotProps={{
          primary: { sx: { overflowWrap: 'anywhere' } },
          secondary: { sx: { overflowWrap: 'anywhere' } },
        }}
      />
      {mark}
    </>
  );
  return to === undefined ? (
    <ListItem sx={{ px: 1 }}>{content}</ListItem>
  ) : (
    <ListItem disablePadding>
      <ListItemButton component={Link} to={to} sx={{ px: 1, borderRadius: 1 }}>
        {content}
      </ListItemButton>
    </ListItem>
  );
}
