import { FormPage } from './form-page';

export class VerifyPage extends FormPage {
  readonly path = '/verify';
  readonly code = this.field('Verification code');
  readonly verifyButton = this.button('Verify');
  readonly resendButton = this.button('Resend code');
  readonly startAgainLink = this.page.getByRole('link', { name: 'Start again', exact: true });

  async submit(code: string): Promise<void> {
    await this.code.fill(code);
    await this.verifyButton.click();
  }

  /** A code that is not the right one. */
  async submitWrong(right: string): Promise<void> {
    await this.submit(right === '271828' ? '314159' : '271828');
  }

  async resend(): Promise<void> {
    await this.resendButton.click();
  }
}
