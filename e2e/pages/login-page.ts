import { FormPage } from './form-page';

export class LoginPage extends FormPage {
  readonly path = '/login';
  readonly address = this.field('Email or phone');
  readonly password = this.field('Password');
  readonly signInButton = this.button('Sign in');
  readonly sendCodeButton = this.button('Send me a code');

  async askForCode(address: string): Promise<void> {
    await this.address.fill(address);
    await this.sendCodeButton.click();
  }

  async signIn(address: string, password: string): Promise<void> {
    await this.address.fill(address);
    await this.password.fill(password);
    await this.signInButton.click();
  }
}
