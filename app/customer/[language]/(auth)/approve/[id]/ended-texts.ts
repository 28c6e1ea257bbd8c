import type { AlertTone } from '@/app/_components/alert';
import type { ApprovalStatus } from '@/lib/flows/get-approval';
import { publicText } from '@/lib/schemas/public-text';

interface Ended {
  title: string;
  text: string;
  tone: AlertTone;
}

const approved: Ended = { title: 'Approved', text: publicText('approval_granted'), tone: 'success' };

/** What the page says when there is nothing more to decide. */
export const endedTexts: Readonly<Record<Exclude<ApprovalStatus, 'pending'>, Ended>> = {
  approved,
  executed: approved,
  denied: { title: 'Refused', text: publicText('approval_denied'), tone: 'info' },
  canceled: { title: 'Withdrawn', text: publicText('approval_withdrawn'), tone: 'info' },
  expired: { title: 'Too late', text: publicText('approval_expired'), tone: 'info' },
  void: { title: 'Void', text: publicText('approval_void'), tone: 'error' },
};
