import { getDatabase } from '@/lib/db/client';

/** 200 when the database answers within two seconds, else 503 with Retry-After. */
export async function readiness(): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), 2_000);
  });
  const headers = { 'cache-control': 'no-store' };
  try {
    await Promise.race([getDatabase().$queryRaw`SELECT 1`, late]);
    return Response.json({ status: 'ready', database: 'ok' }, { headers });
  } catch {
    return Response.json(
      { status: 'unavailable', database: 'unreachable' },
      { status: 503, headers: { ...headers, 'retry-after': '5' } },
    );
  } finally {
    clearTimeout(timer);
  }
}
