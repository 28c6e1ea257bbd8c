import { nextAuthRoute } from '@/lib/web/next-auth-route';

export const GET = nextAuthRoute('GET');
export const POST = nextAuthRoute('POST');
