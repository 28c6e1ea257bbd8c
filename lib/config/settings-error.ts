/** Settings that cannot be used. Each problem is one sentence that names the setting and says what to do. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
  }
}
