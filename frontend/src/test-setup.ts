import { moreTexts, startTexts } from '@/i18n';

// Tests read what people read.
await startTexts();
await moreTexts();
