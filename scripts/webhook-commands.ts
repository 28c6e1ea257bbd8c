import { recordEvent } from '@/lib/audit/record-event';
import { booleanSetting } from '@/lib/config/read-setting';
import {
  createEndpoint,
  disableEndpoint,
  findEndpoints,
  replayMessages,
  rotateEndpoint,
} from '@/lib/delivery/webhooks/endpoints';
import { explainBadUrl } from '@/lib/delivery/webhooks/public-address';
import { publicEventTypes } from '@/lib/delivery/webhooks/public-events';
import { actor, type Command, readNumber } from './command';
import { SetupError } from './prepare.mjs';

export const webhookCommands: Record<string, Command> = {
  'webhook create': async (db, [url = ''], options) => {
    const problem = explainBadUrl(url, booleanSetting(process.env, [], 'WEBHOOKS_ALLOW_PRIVATE', false));
    if (problem) throw new SetupError(problem);
    const events = options.events?.split(',').map((name) => name.trim()) ?? [];
    const unknown = events.find((name) => !publicEventTypes.includes(name));
    if (unknown !== undefined)
      throw new SetupError(`"${unknown}" is no event. There are: ${publicEventTypes.join(', ')}.`);
    const endpoint = await createEndpoint(db, { url, events, createdBy: actor });
    await recordEvent(db, {
      type: 'admin_action',
      actor: 'system',
      data: { kind: 'webhook_created', webhook: endpoint.id },
    });
    return { ...endpoint, url, events };
  },
  'webhook list': (db) => findEndpoints(db),
  'webhook rotate': async (db, [id = '']) => {
    const endpoint = await rotateEndpoint(db, readUuid(id));
    if (!endpoint) throw new SetupError(`There is no live endpoint ${id}.`);
    await recordEvent(db, {
      type: 'admin_action',
      actor: 'system',
      data: { kind: 'webhook_rotated', webhook: id },
    });
    return endpoint;
  },
  'webhook remove': async (db, [id = '']) => {
    if (!(await disableEndpoint(db, readUuid(id), 'removed')))
      throw new SetupError(`There is no live endpoint ${id}.`);
    await recordEvent(db, {
      type: 'admin_action',
      actor: 'system',
      data: { kind: 'webhook_removed', webhook: id },
    });
    return { removed: id };
  },
  'webhook replay': async (db, [typed = ''], options) => {
    const id = readUuid(typed);
    const one = await replayMessages(db, { messageId: id });
    const sinceHours = readNumber(options.hours, '--hours') ?? 24;
    return { queued: one || (await replayMessages(db, { endpointId: id, sinceHours })) };
  },
};

function readUuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new SetupError('Name it by its id.');
  return text;
}
