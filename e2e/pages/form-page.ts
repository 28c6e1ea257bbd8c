import { expect, type Locator, type Page } from '@playwright/test';

/** What all pages have: an address, a main part, and sentences in it. */
export abstract class FormPage {
  abstract readonly path: string;

  constructor(readonly page: Page) {}

  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** What went wrong. Next has an alert of its own outside of the main part, which reads out titles. */
  get alert(): Locator {
    return this.main.getByRole('alert').filter({ hasText: /\w/ }).first();
  }

  async open(): Promise<void> {
    await this.page.goto(this.path);
  }

  async expectOpen(): Promise<void> {
    await expect(this.page).toHaveURL((url) => url.pathname === this.path);
  }

  async expectText(text: string | RegExp): Promise<void> {
    await expect(this.main).toContainText(text);
  }

  protected button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  protected field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }
}
