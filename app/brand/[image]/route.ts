import { answerBrandPicture } from '@/lib/web/brand-answers';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ image: string }> },
): Promise<Response> {
  return answerBrandPicture((await params).image, request);
}
