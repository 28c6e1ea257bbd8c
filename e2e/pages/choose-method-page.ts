import type { Locator } from '@playwright/test';
import { FormPage } from './form-page';

export type Method = 'Email' | 'SMS' | 'WhatsApp';

export class ChooseMethodPage extends FormPage {
  readonly path = '/choose-method';
  readonly sendButton = this.button('Send code');

  method(name: Method): Locator {
    return this.page.getByRole('radio', { name, exact: true });
  }

  async submit(method: Method): Promise<void> {
    await this.method(method).check();
    await this.sendButton.click();
  }
}
