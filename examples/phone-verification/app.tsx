import { createRoot } from 'react-dom/client';
import { createClient } from '../../lib/client/client';
import { PhoneVerification } from '../../lib/client/phone-verification';

const client = createClient({ baseUrl: '' });

createRoot(document.getElementById('app')!).render(
  <>
    <h1>Prove your phone number</h1>
    <PhoneVerification
      client={client}
      onVerified={({ grant }) => {
        // Send it to your back end, which uses it once.
        document.body.dataset.grant = grant;
      }}
    />
  </>,
);
