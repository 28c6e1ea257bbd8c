import type { LinksWords } from './links';

export const es: LinksWords = {
  notMe: {
    title: 'No he sido yo',
    heading: '¿No ha sido usted?',
    intro:
      'Ha recibido un mensaje nuestro sobre algo que usted no hizo. Díganoslo y su código dejará de funcionar.',
    endSessions: 'Cerrar todas las sesiones de mi cuenta',
    endSessionsHint: 'Por si hay otra persona dentro. Después pondrá una contraseña nueva.',
    submit: 'No he sido yo',
    next: 'Poner una contraseña nueva',
    back: 'Volver al inicio de sesión',
  },
  undo: {
    title: 'Recuperar su dirección',
    intro:
      'La dirección de su cuenta se ha cambiado. Si no fue usted, deshaga el cambio: se cerrarán todas las sesiones de su cuenta.',
    submit: 'Deshacer el cambio',
    next: 'Poner una contraseña nueva',
    back: 'Volver al inicio de sesión',
  },
  unlock: {
    title: 'Volver a activar los códigos',
    intro:
      'Se escribieron demasiados códigos erróneos para su cuenta, así que dejamos de aceptarlos. Su contraseña y sus datos están intactos.',
    submit: 'Volver a activar los códigos',
    back: 'Volver al inicio de sesión',
  },
  stopRelease: {
    title: 'Conservar su segundo paso',
    intro:
      'Alguien dijo a nuestro soporte que se han perdido todos los segundos pasos de su cuenta y pidió desactivarlos. Si no fue usted, deténgalo.',
    submit: 'Detenerlo',
    next: 'Poner una contraseña nueva',
    back: 'Volver al inicio de sesión',
  },
  approvals: {
    title: 'Por aprobar',
    nothing: 'Nada espera su aprobación.',
    item: '{kind}: {amount} {currency} a {payee}',
    decide: 'Decidir',
    back: 'Volver a su cuenta',
  },
  approve: {
    title: 'Aprobar',
    signInTitle: 'Inicie sesión para aprobar',
    signInIntro: 'Lo que se le pide aprobar solo lo ve usted.',
    signIn: 'Iniciar sesión',
    heading: '¿Lo aprueba?',
    intro: 'Apruébelo solo si sabe de qué se trata y cada palabra es correcta.',
    amount: 'Importe',
    payee: 'Destinatario',
    kind: 'Qué',
    text: 'Detalles',
    askedBy: 'Lo pide',
    sentTo: 'Lo hemos enviado a {to}.',
    submit: 'Aprobar',
    deny: 'Rechazar',
    resend: 'Reenviar código',
    passkey: 'Usar su llave de acceso',
    back: 'Volver a su cuenta',
    shop: 'Volver a la tienda',
    ended: {
      approved: 'Aprobado',
      denied: 'Rechazado',
      canceled: 'Retirado',
      expired: 'Demasiado tarde',
      void: 'No válido',
    },
  },
};
