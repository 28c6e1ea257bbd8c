import type { FrontWords } from './front';

export const pt: FrontWords = {
  common: {
    optional: 'Opcional',
    show: 'Mostrar',
    hide: 'Ocultar',
    codeLabel: 'Código de verificação',
    strength: [
      'Muito fácil de adivinhar',
      'Fácil de adivinhar',
      'Poderia ser mais forte',
      'Forte',
      'Muito forte',
    ],
    passkeyCanceled: 'Nada foi confirmado. Tente de novo ou escolha outra forma.',
    captchaFailed: 'A verificação não pôde ser carregada. Espere um pouco e pressione o botão de novo.',
    undelivered: {
      offline:
        'Você está sem conexão. O que você digitou continua aqui: envie de novo quando estiver conectado.',
      noAnswer: 'O servidor não respondeu. O que você digitou continua aqui: tente de novo.',
      outdated: 'O site foi atualizado desde que você abriu esta página. Recarregue-a e tente de novo.',
    },
    backupCodes: {
      title: 'Códigos reserva',
      keep: 'Guarde-os onde possa encontrá-los sem o telefone. Eles não serão mostrados de novo.',
      download: 'Baixar',
      copy: 'Copiar',
      copied: 'Copiado',
      print: 'Imprimir',
    },
    error: {
      title: 'Não deu certo',
      intro: 'O erro foi nosso, não seu. Tente de novo em instantes.',
      number: 'Número do erro',
      retry: 'Tentar de novo',
      home: 'Ir para o início',
    },
  },
  shell: {
    description: 'Entre em {app}, redefina sua senha ou crie uma conta com um código curto.',
    promise: 'Ninguém de {app} jamais pedirá um código a você.',
    step: 'Etapa {current} de {total}',
    language: 'Idioma',
    demo: {
      label: 'Modo de demonstração',
      title: 'Modo de demonstração.',
      text: 'Nenhuma mensagem sai desta máquina. Seus códigos estão na {inbox}.',
      inbox: 'caixa de entrada',
    },
  },
  notFound: {
    title: 'Página não encontrada',
    heading: 'Não há nenhuma porta aqui',
    intro: 'O endereço pode estar digitado errado, ou a página mudou de lugar. Sua conta está bem.',
    home: 'Ir para o início',
    signIn: 'Entrar',
  },
  unreadableForm: {
    title: 'Não foi possível ler este formulário',
    intro:
      'Ele foi alterado no caminho, ou o site foi atualizado depois que você abriu a página. Nada foi feito com ele. Abra a página de novo e repita.',
    again: 'Abrir a página de novo',
  },
  landing: {
    navigation: 'Menu principal',
    forDevelopers: 'Para desenvolvedores',
    yourAccount: 'Sua conta',
    title: 'Um código curto abre a porta.',
    intro:
      '{app} devolve seu acesso quando a senha se perde, deixa você entrar sem ela e pergunta antes que algo importante aconteça. Sempre com um código, enviado ao e-mail ou telefone que você já usa.',
    signIn: 'Entrar',
    forgotPassword: 'Esqueci minha senha',
    newHere: 'Novo por aqui?',
    register: 'Criar uma conta',
    stepsTitle: 'Três etapas, cerca de um minuto',
    steps: [
      { title: 'Diga quem você é', text: 'Seu e-mail ou seu número de telefone. É tudo o que pedimos.' },
      {
        title: 'Leia o código',
        text: 'Ele chega da forma que você escolher, por e-mail ou no telefone, em segundos.',
      },
      {
        title: 'Digite-o',
        text: 'Colar funciona, espaços não importam, e a maioria dos telefones o preenche sozinha.',
      },
    ],
    promisesTitle: 'Com o que você pode contar',
    promisesIntro:
      'Um código é algo pequeno que abre grandes portas. Por isso ele é feito para não servir a ninguém além de você.',
    promises: [
      {
        title: 'Vale uma vez',
        text: 'Um código abre uma porta, uma única vez, no navegador que o pediu. Em nenhum outro lugar vale algo.',
      },
      {
        title: 'Não dura',
        text: 'Dez minutos no máximo. Depois volta a ser um número qualquer, para você e para todos.',
      },
      {
        title: 'Não dá para adivinhar',
        text: 'Depois de poucas tentativas erradas ele deixa de valer, e pedir outro não devolve as tentativas.',
      },
      {
        title: 'Não fica escrito',
        text: 'Nenhum código é guardado, nem mesmo cifrado. Quem roubasse todo o banco de dados não acharia um sequer.',
      },
    ],
    developers: {
      title: 'Os mesmos códigos, a partir do seu aplicativo',
      api: 'Peça um código, confira o que foi digitado e receba uma permissão para uma única coisa, uma única vez. É JSON simples sobre HTTP, com erros como “problem details”. Seu aplicativo já fala Twilio Verify? Aponte-o para cá e deixe-o como está.',
      delivery:
        '{app} escolhe o provedor, passa para o seguinte quando um falha e conta o que aconteceu com cada mensagem.',
      link: 'Ler a descrição da API',
      example: 'Um exemplo da API',
    },
    footer: { signIn: 'Entrar', forgotPassword: 'Esqueci a senha', register: 'Criar uma conta' },
  },
  login: {
    title: 'Entrar',
    intro: 'Com sua senha ou sem ela: podemos enviar um código.',
    newHere: 'Novo por aqui?',
    register: 'Criar uma conta',
    identifier: 'E-mail ou telefone',
    password: 'Senha',
    forgotPassword: 'Esqueceu a senha?',
    submit: 'Entrar',
    or: 'ou',
    sendCode: 'Enviar um código',
    passkey: 'Usar uma chave de acesso',
    notices: {
      password_set: 'Sua nova senha está definida. Entre com ela.',
      signed_out: 'Você saiu da conta.',
      unlocked: 'Os códigos voltaram a funcionar na sua conta.',
    },
  },
};
