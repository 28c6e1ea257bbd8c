import type { Texts } from './texts-en';

/** Spanish, with "usted". */
export const textsEs: Partial<Texts> = {
  'greeting.named': 'Hola, {name}:',
  'greeting.plain': 'Hola:',
  'mail.life': 'Es válido durante {life}, hasta el {until}.',
  'mail.secret': 'Nadie de {app} le pedirá nunca este código. No se lo diga ni se lo envíe a nadie.',
  'mail.unasked':
    '¿No lo ha pedido usted? Entonces ignore este mensaje: quizá alguien escribió su dirección por error, y sin el código no ocurre nada.',
  'mail.preheader': 'Válido durante {life}. Nadie de {app} se lo pedirá nunca.',
  'mail.not_me_code': 'No he sido yo: anular este código',
  'mail.not_me': 'No he sido yo: avisar a {app}',
  'mail.footer': '{app}, {host}',
  'fact.site': 'Sitio',
  'fact.action': 'Acción',
  'fact.time': 'Hora',
  'fact.device': 'Dispositivo',
  'fact.amount': 'Importe',
  'fact.payee': 'Beneficiario',
  'fact.kind': 'Operación',
  'fact.text': 'Detalles',

  'login.subject': 'Su código para iniciar sesión en {app}',
  'login.intro': 'Use este código para iniciar sesión en {app}:',
  'login.action': 'Iniciar sesión',
  'password_reset.subject': 'Restablezca su contraseña de {app}',
  'password_reset.intro': 'Use este código para elegir una contraseña nueva en {app}:',
  'password_reset.action': 'Restablecer la contraseña',
  'registration.subject': 'Termine su registro en {app}',
  'registration.intro': 'Use este código para terminar su registro en {app}:',
  'registration.action': 'Registrarse',
  'verification.subject': 'Confirme su dirección en {app}',
  'verification.intro': 'Use este código para confirmar su dirección en {app}:',
  'verification.action': 'Confirmar una dirección',
  'second_factor.subject': 'Segundo paso de su inicio de sesión en {app}',
  'second_factor.intro': 'Use este código para el segundo paso de su inicio de sesión en {app}:',
  'second_factor.action': 'Iniciar sesión, segundo paso',
  'approval.subject': 'Se necesita su aprobación en {app}',
  'approval.intro': 'Use este código solo si quiere aprobar esto:',
  'approval.action': 'Aprobar',
  'approval.link': 'Escriba el código en esta página, o rechace allí la solicitud:',
  'compat.subject': 'Su código de verificación de {app}',
  'compat.intro': 'Use este código en {app}:',
  'compat.action': 'Verificar',

  'sms.code': 'Su código de {app} es: {code}. Vale durante {life}.',
  'sms.approval': '{app}: apruebe {amount} para {payee} con el código {code}. Vale durante {life}.',
  'sms.approval_link': 'O rechace: {url}',
  'sms.login': 'Para entrar.',
  'sms.password_reset': 'Para cambiar su contraseña.',
  'sms.registration': 'Para registrarse.',
  'sms.verification': 'Para confirmar este número.',
  'sms.second_factor': 'Para entrar, paso 2.',
  'sms.compat': '',
  'sms.time': 'Pedido: {clock}.',
  'sms.secret': 'Nunca se lo pediremos.',
  'voice.code':
    'Hola. Su código de {app} es: {code}. Se lo repito: {code}. Nunca se lo pediremos. Hasta luego.',

  'password_changed.subject': 'Se ha cambiado su contraseña de {app}',
  'password_changed.body':
    'Se ha cambiado la contraseña de su cuenta de {app}. Se han cerrado todas sus sesiones, y los códigos que estaban en camino ya no sirven.',
  'password_changed.advice':
    '¿No ha sido usted? Entonces otra persona tiene acceso a esta dirección. Vuelva a restablecer su contraseña:',
  'password_changed.sms': '{app}: se ha cambiado su contraseña. ¿No fue usted? Cámbiela en {host}',
  'new_sign_in.subject': 'Nuevo inicio de sesión en su cuenta de {app}',
  'new_sign_in.body':
    'Alguien ha iniciado sesión en su cuenta de {app} desde un navegador que no habíamos visto antes.',
  'new_sign_in.advice':
    '¿No ha sido usted? Entonces restablezca su contraseña, lo que cierra todas las sesiones:',
  'new_sign_in.sms': '{app}: nuevo acceso a su cuenta ({device}). ¿No fue usted? Cambie su clave en {host}',
  'address_in_use.subject': 'Ya tiene una cuenta en {app}',
  'address_in_use.body':
    'Alguien, quizá usted, ha intentado registrarse en {app} con esta dirección. Ya pertenece a su cuenta, y no se ha cambiado nada.',
  'address_in_use.advice': 'Puede iniciar sesión, o elegir una contraseña nueva si la ha olvidado:',
  'address_in_use.sms': '{app}: este número ya tiene una cuenta. Entre en {host}',
  'address_changed.subject': 'Se ha cambiado una dirección de su cuenta de {app}',
  'address_changed.body': 'Su cuenta de {app} usa ahora otra dirección para contactarle: {to}.',
  'address_changed.advice':
    '¿No ha sido usted? Entonces abra este enlace. Durante 72 horas recupera la dirección anterior; después lleva a una contraseña nueva:',
  'address_changed.sms': '{app}: se ha cambiado una dirección de su cuenta. ¿No fue usted? {url}',
  'address_removed.subject': 'Se ha quitado una dirección de su cuenta de {app}',
  'address_removed.body': 'Se ha quitado una dirección de su cuenta de {app}.',
  'address_removed.advice':
    '¿No ha sido usted? Entonces abra este enlace. Durante 72 horas recupera la dirección anterior; después lleva a una contraseña nueva:',
  'address_removed.sms': '{app}: se ha quitado una dirección de su cuenta. ¿No fue usted? {url}',
  'address_restored.subject': 'Se ha deshecho un cambio de su cuenta de {app}',
  'address_restored.body':
    'Se ha deshecho un cambio de dirección de su cuenta de {app}. Se han cerrado todas sus sesiones.',
  'address_restored.advice': 'Puede que otra persona conozca su contraseña. Elija ahora una nueva:',
  'address_restored.sms':
    '{app}: se ha deshecho el cambio de su dirección y se cerraron sus sesiones. Cambie su clave en {host}',
  'factor_changed.subject': 'Se ha cambiado el segundo paso de su inicio de sesión en {app}',
  'factor_changed.body':
    'Se ha cambiado el segundo paso para iniciar sesión en su cuenta de {app}: {change}.',
  'factor_changed.advice':
    '¿No ha sido usted? Entonces restablezca ahora su contraseña y revise sus ajustes de seguridad:',
  'factor_changed.sms':
    '{app}: el segundo paso de su acceso ha cambiado. ¿No fue usted? Cambie su clave en {host}',
  'release_planned.subject': 'El segundo paso de su inicio de sesión en {app} se desactivará mañana',
  'release_planned.body':
    'Alguien ha dicho al servicio de ayuda de {app} que usted ya no tiene acceso a ninguno de los segundos pasos de su cuenta. Dentro de 24 horas se desactivarán todos.',
  'release_planned.advice': '¿No ha sido usted? Entonces deténgalo aquí:',
  'release_planned.sms': '{app}: su segundo paso se desactivará en 24 horas. ¿No fue usted? {url}',
  'release_stopped.subject': 'El segundo paso de su inicio de sesión en {app} sigue activado',
  'release_stopped.body': 'Se ha detenido el plan de desactivar el segundo paso de su cuenta de {app}.',
  'release_stopped.advice':
    '¿Lo pidió otra persona? Entonces quizá conozca su contraseña. Elija ahora una nueva:',
  'release_stopped.sms':
    '{app}: su segundo paso sigue activado. ¿Lo pidió otra persona? Cambie su clave en {host}',
  'backup_code_used.subject': 'Se ha usado un código de reserva de su cuenta de {app}',
  'backup_code_used.body':
    'Alguien ha iniciado sesión en su cuenta de {app} con uno de sus códigos de reserva. Códigos restantes: {left}.',
  'backup_code_used.advice':
    '¿No ha sido usted? Entonces restablezca ahora su contraseña y cree nuevos códigos de reserva:',
  'backup_code_used.sms':
    '{app}: se ha entrado con un código de reserva. ¿No fue usted? Cambie su clave en {host}',
  'account_held.subject': 'Demasiados códigos incorrectos en su cuenta de {app}',
  'account_held.body':
    'Alguien ha introducido demasiados códigos incorrectos en su cuenta de {app}. Por seguridad, nadie puede introducir códigos durante un tiempo.',
  'account_held.advice':
    '¿No ha sido usted? Su cuenta está a salvo; más tarde puede elegir una contraseña nueva:',
  'account_held.sms': '{app}: demasiados códigos incorrectos. Su cuenta queda bloqueada por un tiempo.',
  'factor_off.subject': 'Los códigos de su cuenta de {app} están desactivados',
  'factor_off.body':
    'Alguien ha introducido una y otra vez códigos o contraseñas incorrectos en su cuenta de {app}. Hemos dejado de aceptarlos, salvo en los navegadores donde ya había iniciado sesión.',
  'factor_off.advice':
    'Para volver a activar los códigos en todas partes, abra esta página y pulse el botón:',
  'factor_off.sms': '{app}: demasiados errores, códigos desactivados. Para activarlos: {url}',
  'reset_invited.subject': 'Elija una contraseña nueva para su cuenta de {app}',
  'reset_invited.body':
    'Tal como acordó con nuestro servicio de ayuda, puede elegir una contraseña nueva para su cuenta de {app}.',
  'reset_invited.advice': 'Abra esta página y escriba su correo o su teléfono. Nunca le pediremos el código:',
  'reset_invited.sms': '{app}: según lo acordado, elija una contraseña nueva en {host}',
  'change.authenticator_added': 'se ha añadido una aplicación de autenticación',
  'change.authenticator_removed': 'se ha quitado la aplicación de autenticación',
  'change.backup_codes_made': 'se han creado nuevos códigos de reserva',
  'change.code_added': 'se han activado los códigos por mensaje como segundo paso',
  'change.code_removed': 'se han desactivado los códigos por mensaje como segundo paso',
  'change.passkey_added': 'se ha añadido una llave de acceso',
  'change.passkey_removed': 'se ha quitado una llave de acceso',
  'change.released': 'se ha desactivado por completo, como se anunció el día anterior',
  'change.other': 'revise sus ajustes de seguridad',
};
