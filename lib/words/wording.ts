/** The texts of one area, with the keys of the English ones and any text behind them: a missing key does not compile. */
export type Wording<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string ? string : Wording<Texts[Key]>;
};
