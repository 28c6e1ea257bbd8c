import { Badge, type BadgeTone } from '@/app/_components/badge';

export type ModeWords = Record<string, { word: string; tone: BadgeTone }>;

export const pumpingWords: ModeWords = {
  record: { word: 'Records only', tone: 'warning' },
  enforce: { word: 'Stops', tone: 'success' },
  off: { word: 'Off', tone: 'danger' },
};
export const proofWords: ModeWords = {
  risk: { word: 'When it looks risky', tone: 'success' },
  always: { word: 'Always', tone: 'accent' },
  off: { word: 'Off', tone: 'warning' },
};

/** What a switch is at. */
export function Mode({ words: { word, tone } }: { words: ModeWords[string] }) {
  return <Badge tone={tone}>{word}</Badge>;
}
