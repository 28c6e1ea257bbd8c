import { FormPage } from './form-page';

export class AccountPage extends FormPage {
  readonly path = '/account';
  readonly signOutLink = this.page.getByRole('link', { name: 'Sign out', exact: true });
}
