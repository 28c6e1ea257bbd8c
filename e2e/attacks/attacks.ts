import type { Attack } from './attack';
import { floods } from './flood';
import { foreignRequests } from './foreign-requests';
import { guesses } from './guess';
import { misuses } from './misuse';
import { resetGuesses } from './reset-guesses';
import { sessionGuesses } from './session-guesses';

export const attacks: readonly Attack[] = [
  ...guesses,
  ...sessionGuesses,
  ...resetGuesses,
  ...floods,
  ...misuses,
  ...foreignRequests,
];
