import type { Language } from '../languages';
import type { Wording } from '../wording';
import { ar } from './ar';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { hi } from './hi';
import { pt } from './pt';

export type AccountWords = Wording<typeof en>;

export const account: Readonly<Record<Language, AccountWords>> = { en, hi, es, fr, de, pt, ar };
