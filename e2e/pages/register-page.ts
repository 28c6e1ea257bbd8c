import { FormPage } from './form-page';

export class RegisterPage extends FormPage {
  readonly path = '/register';
  readonly email = this.field('Email');
  readonly phone = this.field('Phone');
  readonly name = this.field('Name');
  readonly password = this.field('Password');
  readonly continueButton = this.button('Continue');

  async submit(typed: { email?: string; phone?: string; name?: string; password?: string }): Promise<void> {
    if (typed.email) await this.email.fill(typed.email);
    if (typed.phone) await this.phone.fill(typed.phone);
    if (typed.name) await this.name.fill(typed.name);
    if (typed.password) await this.password.fill(typed.password);
    await this.continueButton.click();
  }
}
