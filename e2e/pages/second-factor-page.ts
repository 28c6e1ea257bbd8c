import { FormPage } from './form-page';

export class SecondFactorPage extends FormPage {
  readonly path = '/second-factor';
  readonly appCode = this.field('Code from your app');
  readonly messageCode = this.field('Verification code');
  readonly backupCode = this.field('Backup code');
  readonly password = this.field('Password');
  readonly verifyButton = this.button('Verify');

  async submitAppCode(code: string): Promise<void> {
    await this.appCode.fill(code);
    await this.verifyButton.click();
  }

  async submitMessageCode(code: string): Promise<void> {
    await this.messageCode.fill(code);
    await this.verifyButton.click();
  }

  async submitBackupCode(code: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Use a backup code' }).click();
    await this.backupCode.fill(code);
    await this.verifyButton.click();
  }
}
