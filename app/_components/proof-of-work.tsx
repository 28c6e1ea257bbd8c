'use client';

import { useEffect, useRef } from 'react';
import type { FormState } from '@/lib/schemas/form-state';
import { Captcha } from './captcha';

/**
 * What a form needs where its sender has to do some work first. With JavaScript the puzzle is solved unseen (the browser
 * derives keys beside the page, so that it stays usable) and the form is sent again; without, the ticket lets it pass
 * after a while. Where a vendor's captcha is set, it stands in place of the puzzle. Nothing of it is loaded before it is
 * needed.
 */
export function ProofOfWork({ state, button }: { state: FormState; button?: string }) {
  const proof = useRef<HTMLInputElement>(null);
  const { puzzle } = state;

  useEffect(() => {
    const input = proof.current;
    if (!puzzle || !input) return;
    const controller = new AbortController();
    void solve(puzzle, controller).then((solution) => {
      if (!solution || controller.signal.aborted || !input.form) return;
      input.value = solution;
      input.form.requestSubmit(button ? input.form.querySelector<HTMLButtonElement>(button) : null);
    });
    return () => controller.abort();
  }, [puzzle, button]);

  return (
    <>
      <input ref={proof} type="hidden" name="proof" defaultValue="" />
      <input type="hidden" name="ticket" value={state.ticket ?? ''} readOnly />
      {state.captcha && <Captcha key={state.answeredAt} captcha={state.captcha} button={button} />}
    </>
  );
}

/** By the browser's own cryptography: the library's other way is Node's, which a build would replace by half a megabyte. */
async function solve(puzzle: string, controller: AbortController): Promise<string | null> {
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import('altcha-lib'),
    import('altcha-lib/algorithms/web/pbkdf2'),
  ]);
  const challenge = JSON.parse(puzzle);
  const solution = await solveChallenge({ challenge, deriveKey, controller });
  return solution && JSON.stringify({ challenge, solution });
}
