/** How forwarded mails look in the text of mail programs, for forwarded.test.ts: all of one mail from Ada to Bob. */
export interface ClientForward {
  readonly client: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

export const CLIENT_FORWARDS: readonly ClientForward[] = [
  {
    client: 'Apple Mail on a telephone, the header quoted and the marker not',
    subject: 'Fwd: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        'Begin forwarded message:',
        '',
        '> From: Ada Lovelace <ada@example.com>',
        '> Date: 2. May 2024 at 10:11:12 CEST',
      ],
      ...['> To: Bob <bob@example.net>', '> Subject: Invoice 7', '> ', '> Please pay.'],
    ],
  },
  {
    client: 'Proton',
    subject: 'Fw: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '------- Forwarded Message -------',
        'From: Ada Lovelace <ada@example.com>',
        'Date: On Thursday, 2 May 2024 at 10:11',
      ],
      ...['Subject: Invoice 7', 'To: Bob <bob@example.net>', '', '> Please pay.'],
    ],
  },
  {
    client: 'Zoho',
    subject: 'Fwd: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '============ Forwarded message ============',
        'From: Ada Lovelace <ada@example.com>',
        'To: "Bob"<bob@example.net>',
      ],
      ...[
        'Date: Thu, 02 May 2024 10:11:12 +0200',
        'Subject: Invoice 7',
        '============ Forwarded message ============',
        '',
        'Please pay.',
      ],
    ],
  },
  {
    client: 'Yandex, which prints no header but a line with the sender',
    subject: 'Fwd: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '-------- Пересылаемое сообщение --------',
        '02.05.2024, 10:11, "Ada Lovelace" <ada@example.com>:',
        '',
        'Please pay.',
        '',
      ],
      ...['-------- Завершение пересылаемого сообщения --------', '', 'Sent from Yandex'],
    ],
  },
  {
    client: 'Mail.ru',
    subject: 'Fwd: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '-------- Пересылаемое сообщение --------',
        'От кого: Ada Lovelace <ada@example.com>',
        'Кому: Bob <bob@example.net>',
      ],
      ...['Дата: Четверг, 2 мая 2024, 10:11 +03:00', 'Тема: Invoice 7', '', 'Please pay.'],
    ],
  },
  {
    client: 'Notes',
    subject: 'WG: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '----- Weitergeleitet von Carl Carlson/ACME am 02.05.2024 10:20 -----',
        '',
        'Von:    Ada Lovelace <ada@example.com>',
      ],
      ...[
        'An:     Bob <bob@example.net>',
        'Datum:  02.05.2024 10:11',
        'Betreff:        Invoice 7',
        '',
        '',
        'Please pay.',
      ],
    ],
  },
  {
    client: 'mutt',
    subject: 'Invoice 7 (fwd)',
    lines: [
      ...[
        'FYI',
        '',
        '----- Forwarded message from Ada Lovelace <ada@example.com> -----',
        '',
        'Date: Thu, 2 May 2024 10:11:12 +0200',
      ],
      ...[
        'From: Ada Lovelace <ada@example.com>',
        'To: Bob <bob@example.net>',
        'Subject: Invoice 7',
        '',
        'Please pay.',
        '',
      ],
      '----- End forwarded message -----',
    ],
  },
  {
    client: 'Outlook for Windows in Swedish, with no marker at all',
    subject: 'VB: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        'Från: Ada Lovelace [mailto:ada@example.com] ',
        'Skickat: den 2 maj 2024 10:11',
        'Till: Bob <bob@example.net>',
      ],
      ...['Ämne: Invoice 7', '', 'Please pay.'],
    ],
  },
  {
    client: 'Outlook in Danish, whose prefix is a reply in Finland',
    subject: 'VS: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        'Fra: Ada Lovelace <ada@example.com> ',
        'Sendt: 2. maj 2024 10:11',
        'Til: Bob <bob@example.net>',
        'Emne: Invoice 7',
      ],
      ...['', 'Please pay.'],
    ],
  },
  {
    client: 'Samsung, whose marker stands above replies too',
    subject: '[EXTERNAL] FW: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '-------- Original message --------',
        'From: Ada Lovelace <ada@example.com> ',
        'Date: 02/05/2024  10:11  (GMT+01:00) ',
      ],
      ...['To: Bob <bob@example.net> ', 'Subject: Invoice 7 ', '', 'Please pay.'],
    ],
  },
  {
    client: 'GMX, where the date stands first',
    subject: 'Fw: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        'Gesendet: Donnerstag, 02. Mai 2024 um 10:11 Uhr',
        'Von: "Ada Lovelace" <ada@example.com>',
        'An: Bob <bob@example.net>',
      ],
      ...['Betreff: Invoice 7', 'Please pay.'],
    ],
  },
  {
    client: 'QQ in Chinese',
    subject: '转发：Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '------------------ 原始邮件 ------------------',
        '发件人: "Ada Lovelace"<ada@example.com>;',
        '发送时间: 2024年5月2日(星期四) 上午10:11',
      ],
      ...['收件人: "Bob"<bob@example.net>;', '主题: Invoice 7', '', 'Please pay.'],
    ],
  },
  {
    client: 'a program that breaks lines after eighty characters',
    subject: 'Fwd: Invoice 7',
    lines: [
      ...[
        'FYI',
        '',
        '---------- Forwarded message ---------',
        'From: Ada Lovelace <ada@example.com>',
        'Date: Thu, May 2, 2024 at 10:11 AM',
      ],
      ...[
        'Subject: Invoice 7',
        'To: Bob <bob@example.net>, Somebody With A Rather Long Name Indeed',
        '<somebody@example.org>',
        '',
        '',
        'Please pay.',
      ],
    ],
  },
];
