import type { FrontWords } from './front';

export const es: FrontWords = {
  common: {
    optional: 'Opcional',
    show: 'Mostrar',
    hide: 'Ocultar',
    codeLabel: 'Código de verificación',
    strength: ['Muy fácil de adivinar', 'Fácil de adivinar', 'Podría ser más segura', 'Segura', 'Muy segura'],
    passkeyCanceled: 'No se ha confirmado nada. Inténtelo de nuevo o elija otra forma.',
    captchaFailed: 'No se ha podido cargar la comprobación. Espere un poco y vuelva a pulsar el botón.',
    undelivered: {
      offline:
        'No tiene conexión. Lo que ha escrito sigue aquí: envíelo de nuevo cuando vuelva a tener conexión.',
      noAnswer: 'El servidor no ha respondido. Lo que ha escrito sigue aquí: inténtelo de nuevo.',
      outdated:
        'El sitio se ha actualizado desde que abrió esta página. Vuelva a cargarla e inténtelo de nuevo.',
    },
    backupCodes: {
      title: 'Códigos de reserva',
      keep: 'Guárdelos donde pueda encontrarlos sin su teléfono. No se volverán a mostrar.',
      download: 'Descargar',
      copy: 'Copiar',
      copied: 'Copiado',
      print: 'Imprimir',
    },
    error: {
      title: 'Algo ha fallado',
      intro: 'El error es nuestro, no suyo. Inténtelo de nuevo dentro de un momento.',
      number: 'Número de error',
      retry: 'Intentar de nuevo',
      home: 'Ir al inicio',
    },
  },
  shell: {
    description: 'Inicie sesión en {app}, restablezca su contraseña o cree una cuenta con un código breve.',
    promise: 'Nadie de {app} le pedirá nunca un código.',
    step: 'Paso {current} de {total}',
    language: 'Idioma',
    demo: {
      label: 'Modo de demostración',
      title: 'Modo de demostración.',
      text: 'Ningún mensaje sale de este equipo. Sus códigos están en la {inbox}.',
      inbox: 'bandeja de entrada',
    },
  },
  notFound: {
    title: 'Página no encontrada',
    heading: 'Aquí no hay ninguna puerta',
    intro:
      'Puede que la dirección esté mal escrita o que la página haya cambiado de sitio. Su cuenta está bien.',
    home: 'Ir al inicio',
    signIn: 'Iniciar sesión',
  },
  unreadableForm: {
    title: 'No se ha podido leer este formulario',
    intro:
      'Se ha modificado por el camino, o el sitio se ha actualizado desde que abrió la página. No se ha hecho nada con él. Abra la página de nuevo y repita.',
    again: 'Abrir la página de nuevo',
  },
  landing: {
    navigation: 'Menú principal',
    forDevelopers: 'Para desarrolladores',
    yourAccount: 'Su cuenta',
    title: 'Un código breve abre la puerta.',
    intro:
      '{app} le devuelve el acceso cuando ha perdido la contraseña, le deja entrar sin ella y le pregunta antes de que ocurra algo importante. Siempre con un código, enviado al correo o al teléfono que ya utiliza.',
    signIn: 'Iniciar sesión',
    forgotPassword: 'He olvidado mi contraseña',
    newHere: '¿Es nuevo aquí?',
    register: 'Crear una cuenta',
    stepsTitle: 'Tres pasos, cosa de un minuto',
    steps: [
      { title: 'Diga quién es', text: 'Su correo electrónico o su número de teléfono. No pedimos nada más.' },
      {
        title: 'Lea el código',
        text: 'Llega por el medio que usted elija, al correo o al teléfono, en unos segundos.',
      },
      {
        title: 'Escríbalo',
        text: 'Se puede pegar, los espacios no importan y la mayoría de los teléfonos lo rellenan solos.',
      },
    ],
    promisesTitle: 'Con qué puede contar',
    promisesIntro:
      'Un código es algo pequeño que abre puertas grandes. Por eso está hecho para no servir a nadie más que a usted.',
    promises: [
      {
        title: 'Sirve una vez',
        text: 'Un código abre una puerta, una sola vez, en el navegador que lo pidió. En ningún otro sitio vale nada.',
      },
      {
        title: 'No dura',
        text: 'Diez minutos como máximo. Después vuelve a ser un número cualquiera, para usted y para todos.',
      },
      {
        title: 'No se puede adivinar',
        text: 'Tras unos pocos intentos fallidos deja de valer, y pedir otro no devuelve los intentos.',
      },
      {
        title: 'No queda escrito',
        text: 'No se guarda ningún código, ni siquiera cifrado. Quien robara toda la base de datos no encontraría ni uno.',
      },
    ],
    developers: {
      title: 'Los mismos códigos, desde su propia aplicación',
      api: 'Pida un código, compruebe lo que se ha escrito y reciba un permiso para una sola cosa, una sola vez. Es JSON sencillo sobre HTTP, con los errores como «problem details». ¿Su aplicación ya habla Twilio Verify? Apúntela aquí y déjela como está.',
      delivery:
        '{app} elige el proveedor, pasa al siguiente cuando uno falla y le dice qué ha sido de cada mensaje.',
      link: 'Leer la descripción de la API',
      example: 'Un ejemplo de la API',
    },
    footer: {
      signIn: 'Iniciar sesión',
      forgotPassword: 'Contraseña olvidada',
      register: 'Crear una cuenta',
    },
  },
  login: {
    title: 'Iniciar sesión',
    intro: 'Con su contraseña o sin ella: podemos enviarle un código.',
    newHere: '¿Es nuevo aquí?',
    register: 'Crear una cuenta',
    identifier: 'Correo electrónico o teléfono',
    password: 'Contraseña',
    forgotPassword: '¿Ha olvidado su contraseña?',
    submit: 'Iniciar sesión',
    or: 'o',
    sendCode: 'Enviarme un código',
    passkey: 'Usar una llave de acceso',
    notices: {
      password_set: 'Su nueva contraseña está guardada. Inicie sesión con ella.',
      signed_out: 'Ha cerrado la sesión.',
      unlocked: 'Los códigos vuelven a funcionar en su cuenta.',
    },
  },
};
