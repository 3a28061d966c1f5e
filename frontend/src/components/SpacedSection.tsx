import { Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { Section } from './Section';
import { Muted } from '@/components/Muted';

interface Props {
  title: string;
  /** Under the title: what should be known of all of it. */
  hint?: string;
  children: ReactNode;
}

/** A section of fields or facts, with room between them. */
export function SpacedSection({ title, hint, children }: Props) {
  return (
    <Section title={title}>
      {hint && <Muted>{hint}</Muted>}
      <Stack spacing={2} sx={{ mt: 1.5 }}>
        {children}
      </Stack>
    </Section>
  );
}
