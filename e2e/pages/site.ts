import type { Page } from '@playwright/test';
import { AccountPage } from './account-page';
import { ChooseMethodPage, type Method } from './choose-method-page';
import { ForgotPasswordPage } from './forgot-password-page';
import { LoginPage } from './login-page';
import { LogoutPage } from './logout-page';
import { ResetPasswordPage } from './reset-password-page';
import { SecondFactorPage } from './second-factor-page';
import { VerifyPage } from './verify-page';

/** The pages of one browser tab, and the ways through them that many stories share. */
export class Site {
  readonly forgotPassword: ForgotPasswordPage;
  readonly chooseMethod: ChooseMethodPage;
  readonly verify: VerifyPage;
  readonly resetPassword: ResetPasswordPage;
  readonly login: LoginPage;
  readonly account: AccountPage;
  readonly logout: LogoutPage;

  constructor(readonly page: Page) {
    this.forgotPassword = new ForgotPasswordPage(page);
    this.chooseMethod = new ChooseMethodPage(page);
    this.verify = new VerifyPage(page);
    this.resetPassword = new ResetPasswordPage(page);
    this.login = new LoginPage(page);
    this.account = new AccountPage(page);
    this.logout = new LogoutPage(page);
  }

  async openOtherTab(): Promise<Site> {
    return new Site(await this.page.context().newPage());
  }

  /** From the first page of a reset to the page that asks for the code. */
  async startReset(address: string, method: Method = 'Email'): Promise<void> {
    await this.forgotPassword.open();
    await this.forgotPassword.submit(address);
    await this.chooseMethod.expectOpen();
    await this.chooseMethod.submit(method);
    await this.verify.expectOpen();
  }

  /** From the sign-in page to the page that asks for the code. */
  async startSignIn(address: string): Promise<void> {
    await this.login.open();
    await this.login.askForCode(address);
    await this.verify.expectOpen();
  }

  async signInByPassword(address: string, password: string): Promise<void> {
    await this.login.open();
    await this.login.signIn(address, password);
    await this.account.expectOpen();
  }

  /** From the sign-in page to the page that asks for the second step. */
  async startSecondStep(address: string, password: string): Promise<SecondFactorPage> {
    await this.login.open();
    await this.login.signIn(address, password);
    const second = new SecondFactorPage(this.page);
    await second.expectOpen();
    return second;
  }

  async signOut(): Promise<void> {
    await this.account.signOutLink.click();
    await this.logout.expectOpen();
    await this.logout.signOutButton.click();
    await this.login.expectOpen();
  }
}
