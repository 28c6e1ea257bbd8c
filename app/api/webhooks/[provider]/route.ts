import { receiveReceipt } from '@/lib/web/receive-receipt';

interface Context {
  params: Promise<{ provider: string }>;
}

/** What vendors tell about messages: delivered, lost, STOP. Signed, or refused. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveReceipt(request, (await params).provider);
}

/** Vonage can be set to tell it in the query. */
export const GET = POST;
