import { describe, expect, it } from 'vitest';
import { SettingsError } from '@/lib/config/settings-error';
import { limitNames, loadLimits } from './catalogue';

describe('loadLimits', () => {
  it('has the published defaults', () => {
    expect(loadLimits([])).toMatchObject({
      sends_per_address_hour: { max: 5, seconds: 3600 },
      sends_per_address_day: { max: 10, seconds: 86_400 },
      sends_per_client: { max: 30, seconds: 3600 },
      api_anonymous: { max: 5, seconds: 60 },
      api_signed_in: { max: 10, seconds: 60 },
      sign_ins_per_client_and_account: { max: 5, seconds: 900 },
    });
  });

  it('takes the operator’s numbers, and leaves the others and the next reader alone', () => {
    const limits = loadLimits(['sends_per_client=100/3600', ' verifications_per_client = 10 / 60 ']);
    expect(limits.sends_per_client).toEqual({ max: 100, seconds: 3600 });
    expect(limits.verifications_per_client).toEqual({ max: 10, seconds: 60 });
    expect(limits.sends_per_address_hour.max).toBe(5);
    expect(loadLimits([]).sends_per_client.max).toBe(30);
  });

  it('refuses what it does not understand with one sentence a problem', () => {
    const bad = [
      'sends_per_client',
      'sends_per_client=1',
      'nonsense=1/1',
      'constructor=1/1',
      'sends_per_client=0/60',
    ];
    expect(() => loadLimits([...bad, 'sends_per_client=5/99999999', 'sends_per_client=-1/60'])).toThrow(
      SettingsError,
    );
    try {
      loadLimits(bad);
    } catch (error) {
      const { problems } = error as SettingsError;
      expect(problems).toHaveLength(bad.length);
      expect(problems[2]).toContain('"nonsense"');
      for (const name of limitNames) expect(problems[2]).toContain(name);
    }
  });
});
