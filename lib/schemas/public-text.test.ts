import { describe, expect, it } from 'vitest';
import { customerTexts, type PublicText, publicText, staffTexts } from './public-text';

describe('publicText', () => {
  it('says the sentences that guides and tests rely on', () => {
    expect(publicText('code_incorrect', { n: 4 })).toBe('The code is not right. 4 attempts left.');
    expect(publicText('code_incorrect', { n: 1 })).toBe('The code is not right. 1 attempt left.');
    expect(publicText('code_incorrect', { n: 0 })).toBe('The code is not right. 0 attempts left.');
    expect(publicText('code_expired')).toBe('This code has expired.');
    expect(publicText('too_many_attempts')).toBe('Too many attempts.');
  });

  it.each([
    [1, '1 second'],
    [30, '30 seconds'],
    [90, '2 minutes'],
    [900, '15 minutes'],
    [901, '16 minutes'],
    [7200, '2 hours'],
    [Number.NaN, 'a moment'],
  ])('writes %s seconds as %s', (seconds, wait) => {
    expect(publicText('limited', { seconds })).toBe(`Too many attempts. Try again in ${wait}.`);
  });

  it('has whole sentences without a placeholder left, for every id', () => {
    for (const id of Object.keys({ ...customerTexts, ...staffTexts }) as PublicText[]) {
      const text = publicText(id, { n: 3, seconds: 60 });
      expect(text, id).toMatch(/^[A-Z0-9].*[.?…]$/);
      expect(text, id).not.toMatch(/[{}]|undefined|NaN/);
    }
  });

  it('has a general sentence for an id of another version', () => {
    expect(publicText('toString' as PublicText)).toBe(publicText('unavailable'));
  });
});
