import type { AlertTone } from '@/app/_components/alert';
import type { ApprovalStatus } from '@/lib/flows/get-approval';
import type { CustomerText } from '@/lib/schemas/public-text';
import type { Words } from '@/lib/words/words';

interface Ending {
  title: keyof Words['approve']['ended'];
  text: CustomerText;
  tone: AlertTone;
}

const approved: Ending = { title: 'approved', text: 'approval_granted', tone: 'success' };

/** What the page says when there is nothing more to decide. */
export const endings: Readonly<Record<Exclude<ApprovalStatus, 'pending'>, Ending>> = {
  approved,
  executed: approved,
  denied: { title: 'denied', text: 'approval_denied', tone: 'info' },
  canceled: { title: 'canceled', text: 'approval_withdrawn', tone: 'info' },
  expired: { title: 'expired', text: 'approval_expired', tone: 'info' },
  void: { title: 'void', text: 'approval_void', tone: 'error' },
};
