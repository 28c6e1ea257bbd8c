import { expect } from '@playwright/test';
import { FormPage } from './form-page';

export class SecurityPage extends FormPage {
  readonly path = '/account/security';
  readonly setUpButton = this.button('Set up authenticator app');
  readonly turnOffButton = this.button('Turn off authenticator app');
  readonly turnOnSmsButton = this.button('Turn on codes by SMS');
  readonly turnOnEmailButton = this.button('Turn on codes by email');
  readonly newCodesButton = this.button('Make new backup codes');
  readonly signOutOthersButton = this.button('Sign out everywhere else');
  readonly setupKey = this.field('Setup key');
  readonly appCode = this.field('Code from your app');
  readonly turnOnButton = this.button('Turn on');

  /** The key as text, as a customer would type it into an app. */
  async readSetupKey(): Promise<string> {
    await expect(this.setupKey).toBeVisible();
    return ((await this.setupKey.textContent()) ?? '').replace(/\s/g, '');
  }

  /** From wherever the customer is. @returns the backup codes that come with a first factor */
  async turnOnSms(): Promise<string[]> {
    await this.open();
    await this.turnOnSmsButton.click();
    return this.readBackupCodes();
  }

  async turnOnEmail(): Promise<string[]> {
    await this.open();
    await this.turnOnEmailButton.click();
    return this.readBackupCodes();
  }

  async readBackupCodes(): Promise<string[]> {
    const list = this.page.getByRole('list', { name: 'Backup codes' });
    await expect(list).toBeVisible();
    return list.getByRole('listitem').allTextContents();
  }
}
