import { FormPage } from './form-page';

export class PasswordPage extends FormPage {
  readonly path = '/account/security/password';
  readonly current = this.field('Current password');
  readonly newPassword = this.field('New password');
  readonly confirmPassword = this.field('Confirm password');
  readonly changeButton = this.button('Change password');
  readonly setButton = this.button('Set password');

  async change(current: string, password: string, again = password): Promise<void> {
    await this.current.fill(current);
    await this.newPassword.fill(password);
    await this.confirmPassword.fill(again);
    await this.changeButton.click();
  }
}
