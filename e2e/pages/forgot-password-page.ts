import { FormPage } from './form-page';

export class ForgotPasswordPage extends FormPage {
  readonly path = '/forgot-password';
  readonly address = this.field('Email or phone');
  readonly continueButton = this.button('Continue');

  async submit(address: string): Promise<void> {
    await this.address.fill(address);
    await this.continueButton.click();
  }
}
