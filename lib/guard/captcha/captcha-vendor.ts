/** One vendor of captchas. All three share the form of their widget's script and of `siteverify`. */
export interface CaptchaVendor {
  /** The script of the widget. It is told to call `latchkeyCaptcha` when it can draw. */
  script: string;
  /** The name under which it stands in the page's `window`, with `render(element, options)`. */
  global: string;
  verifyUrl: string;
  /** Sources that its documentation wants in the Content-Security-Policy; nothing else is opened. */
  sources: Readonly<
    Partial<Record<'script-src' | 'frame-src' | 'style-src' | 'connect-src', readonly string[]>>
  >;
  /** `error-codes` by which the vendor says that the fault is its own, or our settings'; all else is the visitor's. */
  faults: readonly string[];
}
