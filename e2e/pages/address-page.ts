import type { Page } from '@playwright/test';
import { FormPage } from './form-page';

/** `/account/addresses/email` or `/account/addresses/phone`. */
export class AddressPage extends FormPage {
  readonly path: string;

  constructor(
    page: Page,
    private readonly kind: 'email' | 'phone',
  ) {
    super(page);
    this.path = `/account/addresses/${kind}`;
  }

  readonly sendButton = this.button('Send code');

  get removeButton() {
    return this.button(this.kind === 'email' ? 'Remove this email' : 'Remove this phone');
  }

  async submit(address: string): Promise<void> {
    await this.field(this.kind === 'email' ? 'Email' : 'Phone').fill(address);
    await this.sendButton.click();
  }
}
