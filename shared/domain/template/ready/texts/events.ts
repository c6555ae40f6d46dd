/** Ready texts about events, and about meetings of two. */
import { type Purpose, REPLY, WEBSITE } from '../ready-text.ts';

const EVENT_FACTS = [
  ['What', '$events-name|Our event$'],
  ['When', '$events-date|to be announced$'],
  ['Where', '$events-place|to be announced$'],
] as const;

const EVENT: Purpose = {
  purpose: 'event',
  module: 'events',
  accent: '#7a3e9d',
  texts: [
    {
      ...{ id: 'event-invitation', name: 'Invitation', layout: 'band' },
      subject: 'Invitation: $events-name|our next event$',
      preheader: '$events-date|Date to follow$, $events-place|place to follow$.',
      heading: '$events-name|You are invited$',
      body: ['We would be glad to see you. It is free, and you may bring a colleague.'],
      facts: EVENT_FACTS,
      button: ['I will come', REPLY],
    },
    {
      ...{ id: 'event-save-the-date', name: 'Save the date', layout: 'centred' },
      subject: 'Save the date: $events-date|soon$',
      preheader: 'The programme follows.',
      heading: '$events-date|Save the date$',
      body: [
        'Please keep the day free for $events-name|our next event$. The programme follows as soon as it is settled.',
      ],
    },
    {
      ...{ id: 'event-confirmed', name: 'Registration confirmed', layout: 'facts' },
      subject: 'You are registered: $events-name|our event$',
      preheader: 'All you need for the day.',
      heading: 'You are registered',
      body: ['We have kept a place for you. All you need for the day:'],
      facts: EVENT_FACTS,
      after: 'If something comes up, tell us. Others are waiting for a place.',
    },
    {
      ...{ id: 'event-reminder', name: 'Reminder, one day before', layout: 'panel' },
      subject: 'Tomorrow: $events-name|our event$',
      preheader: 'Time, place and what to bring.',
      heading: 'See you tomorrow',
      body: ['A short reminder. Doors open half an hour before; coffee is ready.'],
      facts: EVENT_FACTS,
    },
    {
      ...{ id: 'event-online', name: 'Online event', layout: 'steps' },
      subject: 'How to join $events-name|online$',
      preheader: 'Try the link ten minutes before.',
      heading: 'How to join online',
      body: ['It takes place on $events-date|the day we agreed$, and you can take part from anywhere:'],
      steps: [
        'Open the link that you got with your registration.',
        'Allow the browser to use your microphone, or join to listen only.',
        'Write questions into the chat at any time.',
      ],
    },
    {
      ...{ id: 'event-moved', name: 'Event moved', layout: 'facts' },
      subject: 'New date: $events-name|our event$',
      preheader: 'Your place stays yours.',
      heading: 'We have to move it',
      body: ['We are sorry: the event moves. Your place stays yours; if the new day does not suit you, tell us.'],
      facts: EVENT_FACTS,
    },
    {
      ...{ id: 'event-cancelled', name: 'Event cancelled', layout: 'letter' },
      subject: 'Cancelled: $events-name|our event$',
      preheader: 'We are sorry.',
      heading: 'We have to cancel',
      body: [
        'We are sorry to say that $events-name|the event$ on $events-date|that day$ cannot take place.',
        'You will be the first to hear of the next one. What you have paid comes back by itself.',
      ],
    },
    {
      ...{ id: 'event-thanks', name: 'Thank you for coming', layout: 'news' },
      subject: 'Thank you for coming',
      preheader: 'The slides, and one question.',
      heading: 'Thank you for coming',
      body: ['It was good to have you with us at $events-name|our event$.'],
      sections: [
        ['The slides', 'Reply with the word “slides” and you get them as a file.'],
        ['One question', 'Which part could have been left out? We take it to heart next time.'],
      ],
    },
    {
      ...{ id: 'event-missed', name: 'We missed you', layout: 'plain' },
      subject: 'We missed you at $events-name|our event$',
      preheader: 'You can have the recording.',
      heading: 'We missed you',
      body: [
        'You could not come, and that happens. If you like I will send you the recording and the slides; a short reply is enough.',
      ],
    },
  ],
};

const APPOINTMENT: Purpose = {
  purpose: 'appointment',
  module: 'contacts',
  accent: '#0f5f6e',
  texts: [
    {
      ...{ id: 'appointment-propose', name: 'Propose a meeting', layout: 'plain' },
      subject: 'Half an hour this week?',
      preheader: 'Two times to choose from.',
      heading: 'Half an hour this week?',
      body: [
        'I would like to show you something and hear what you think. Would tomorrow morning suit you, or the day after in the afternoon?',
        'Another time is fine too. Name one and I will make it possible.',
      ],
    },
    {
      ...{ id: 'appointment-confirm', name: 'Confirm a meeting', layout: 'panel' },
      subject: 'Our meeting is set',
      preheader: 'You need not prepare anything.',
      heading: 'Our meeting is set',
      body: [
        'Thank you for taking the time. You need not prepare anything.',
        'If somebody else should be there, forward this mail to them.',
      ],
    },
    {
      ...{ id: 'appointment-reminder', name: 'Reminder of a meeting', layout: 'letter' },
      subject: 'We meet tomorrow',
      preheader: 'If something has come up, tell me today.',
      heading: 'We meet tomorrow',
      body: [
        'A short reminder of our meeting tomorrow. If something has come up, tell me today and we will find another day.',
      ],
      button: ['Find another day', REPLY],
    },
    {
      ...{ id: 'appointment-move', name: 'Move a meeting', layout: 'plain' },
      subject: 'Can we meet on another day?',
      preheader: 'I am sorry, something has come up.',
      heading: 'Can we meet on another day?',
      body: ['I am sorry: something has come up and I cannot keep our time. Would the same hour a day later suit you?'],
    },
    {
      ...{ id: 'appointment-missed', name: 'Missed each other', layout: 'plain' },
      subject: 'We missed each other',
      preheader: 'Shall we try again?',
      heading: 'We missed each other',
      body: [
        'I waited for a quarter of an hour and take it that something came in between. Shall we try again? Name a time that suits you.',
      ],
    },
    {
      ...{ id: 'appointment-notes', name: 'Notes after a meeting', layout: 'steps' },
      subject: 'What we agreed on',
      preheader: 'Please correct me if needed.',
      heading: 'What we agreed on',
      body: ['Thank you for the meeting. As I understood it:'],
      steps: [
        'I send you the papers by the end of the week.',
        'You look at them with your colleagues.',
        'We talk again in two weeks.',
      ],
      button: ['Correct something', REPLY],
    },
    {
      ...{ id: 'appointment-visit', name: 'Before a visit to us', layout: 'facts' },
      subject: 'Your visit to $companydetails-organizationname$',
      preheader: 'How to find us.',
      heading: 'How to find us',
      body: ['We look forward to your visit.'],
      facts: [
        ['Address', '$companydetails-address|you will get it by phone$'],
        ['Town', '$companydetails-city|see our website$'],
        ['Phone', '$companydetails-phone|reply to this mail$'],
      ],
      button: ['Our website', WEBSITE],
    },
  ],
};

export const EVENTS: readonly Purpose[] = [EVENT, APPOINTMENT];
