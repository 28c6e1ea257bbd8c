import type { LinksWords } from './links';

export const pt: LinksWords = {
  notMe: {
    title: 'Não fui eu',
    heading: 'Não foi você?',
    intro:
      'Você recebeu uma mensagem nossa sobre algo que não fez. Conte para nós, e o código dela deixa de funcionar.',
    endSessions: 'Desconectar todos da minha conta',
    endSessionsHint: 'Se outra pessoa puder estar nela. Depois você define uma nova senha.',
    submit: 'Não fui eu',
    next: 'Definir uma nova senha',
    back: 'Voltar para entrar',
  },
  undo: {
    title: 'Recuperar seu endereço',
    intro:
      'O endereço da sua conta foi alterado. Se não foi você, desfaça a alteração: todos os que estão na sua conta serão desconectados.',
    submit: 'Desfazer a alteração',
    next: 'Definir uma nova senha',
    back: 'Voltar para entrar',
  },
  unlock: {
    title: 'Reativar os códigos',
    intro:
      'Foram digitados códigos errados demais para sua conta, então paramos de aceitá-los. Sua senha e seus dados estão intactos.',
    submit: 'Reativar os códigos',
    back: 'Voltar para entrar',
  },
  stopRelease: {
    title: 'Manter sua segunda etapa',
    intro:
      'Alguém disse ao nosso suporte que todas as segundas etapas da sua conta se perderam e pediu para desativá-las. Se não foi você, interrompa.',
    submit: 'Interromper',
    next: 'Definir uma nova senha',
    back: 'Voltar para entrar',
  },
  approvals: {
    title: 'Para aprovar',
    nothing: 'Nada espera sua aprovação.',
    item: '{kind}: {amount} {currency} para {payee}',
    decide: 'Decidir',
    back: 'Voltar à sua conta',
  },
  approve: {
    title: 'Aprovar',
    signInTitle: 'Entre para aprovar',
    signInIntro: 'O que você deve aprovar só é mostrado a você.',
    signIn: 'Entrar',
    heading: 'Você aprova isto?',
    intro: 'Aprove só se você sabe do que se trata e se cada palavra está certa.',
    amount: 'Valor',
    payee: 'Favorecido',
    kind: 'O quê',
    text: 'Detalhes',
    askedBy: 'Pedido por',
    sentTo: 'Nós o enviamos para {to}.',
    submit: 'Aprovar',
    deny: 'Recusar',
    resend: 'Reenviar código',
    passkey: 'Usar sua chave de acesso',
    back: 'Voltar à sua conta',
    shop: 'Voltar à loja',
    ended: {
      approved: 'Aprovado',
      denied: 'Recusado',
      canceled: 'Retirado',
      expired: 'Tarde demais',
      void: 'Sem valor',
    },
  },
};
