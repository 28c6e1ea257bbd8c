import { refuse } from '@/lib/web/reply';
import { type RouteHandler, renderReply } from '@/lib/web/route';

/** What is not there is not there in the API's form, too. */
const refuseUnknown: RouteHandler = async (request) => renderReply(request, refuse('not_found'));

export {
  refuseUnknown as DELETE,
  refuseUnknown as GET,
  refuseUnknown as PATCH,
  refuseUnknown as POST,
  refuseUnknown as PUT,
};
