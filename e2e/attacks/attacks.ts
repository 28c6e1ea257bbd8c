import type { Attack } from './attack';
import { floods } from './flood';
import { foreignRequests } from './foreign-requests';
import { guesses } from './guess';
import { misuses } from './misuse';

export const attacks: readonly Attack[] = [...guesses, ...floods, ...misuses, ...foreignRequests];
