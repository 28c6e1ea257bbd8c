import { FormPage } from './form-page';

export class LogoutPage extends FormPage {
  readonly path = '/logout';
  readonly signOutButton = this.button('Sign out');
}
