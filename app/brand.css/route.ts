import { answerBrandSheet } from '@/lib/web/brand-answers';

export const dynamic = 'force-dynamic';

export const GET = answerBrandSheet;
