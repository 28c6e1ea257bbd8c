import { FormPage } from './form-page';

export class ResetPasswordPage extends FormPage {
  readonly path = '/reset-password';
  readonly newPassword = this.field('New password');
  readonly confirmPassword = this.field('Confirm password');
  readonly setButton = this.button('Set new password');

  async submit(password: string, again = password): Promise<void> {
    await this.newPassword.fill(password);
    await this.confirmPassword.fill(again);
    await this.setButton.click();
  }
}
