import type { ChallengeView } from '@/lib/flows/get-challenge-view';
import type { Language } from '@/lib/words/languages';
import { sentence } from '@/lib/words/sentence';
import type { ApprovalCode } from './approve-form';

/** What the form shows of the code, in the language of the page. */
export function describeCode(language: Language, code: ChallengeView): ApprovalCode {
  const { status, untried, attemptsLeft, canResend, resendSeconds: seconds } = code;
  return {
    isLive: status === 'live',
    untried,
    leftText: sentence(language, 'attempts_left', { n: attemptsLeft }),
    endedText: sentence(language, status === 'exhausted' ? 'too_many_attempts' : 'code_expired'),
    canResend,
    wait: seconds > 0 ? sentence(language, 'too_soon', { seconds }) : undefined,
  };
}
