import type { RouteHandler } from './route';
import { refuseTwilioMethod } from './twilio-route';

/** The exports of a route file of the Verify API: its operations, and Twilio's 405 for every other method. */
export function twilioResource(operations: { GET?: RouteHandler; POST?: RouteHandler }) {
  return {
    GET: refuseTwilioMethod,
    POST: refuseTwilioMethod,
    PUT: refuseTwilioMethod,
    PATCH: refuseTwilioMethod,
    DELETE: refuseTwilioMethod,
    ...operations,
  };
}
