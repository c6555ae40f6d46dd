/** Ready texts for many readers: newsletters, what is new, questions to customers. */
import { type Purpose, REPLY, WEBSITE } from '../ready-text.ts';

const NEWSLETTER: Purpose = {
  purpose: 'newsletter',
  module: 'contacts',
  accent: '#1f4fa3',
  texts: [
    {
      ...{ id: 'news-monthly', name: 'Monthly newsletter', layout: 'news' },
      subject: 'This month at $companydetails-organizationname$',
      preheader: 'What is new, one tip, one date.',
      heading: 'This month',
      body: ['Three short pieces, two minutes to read.'],
      sections: [
        [
          'What is new',
          'Write here in three sentences what has changed for your readers, and leave out what has changed only for you.',
        ],
        ['A tip', 'One thing that can be done today and saves time tomorrow.'],
        ['A date', 'What happens soon, where, and how to take part.'],
      ],
      button: ['Read more', WEBSITE],
    },
    {
      ...{ id: 'news-product', name: 'Something new', layout: 'band' },
      subject: 'New: what you have asked for',
      preheader: 'What it does, and what stays the same.',
      heading: 'New, because you asked for it',
      body: [
        'Many of you have asked for it, and now it is there. What you know stays where it is; the new part is switched on when you want it.',
        'If something about it could be better, tell us in the first weeks. That is when changes are easy.',
      ],
      button: ['Have a look', WEBSITE],
    },
    {
      ...{ id: 'news-tips', name: 'Three tips', layout: 'steps' },
      subject: 'Three ways to save ten minutes a day',
      preheader: 'None of them costs anything.',
      heading: 'Ten minutes a day',
      body: ['What people who work with us every day have told us:'],
      steps: [
        'Answer a mail when you read it, if the answer is shorter than two lines.',
        'Write the next step into the first line of every note.',
        'Close on Friday what will not be done next week.',
      ],
    },
    {
      ...{ id: 'news-maintenance', name: 'Maintenance announced', layout: 'facts' },
      subject: 'Maintenance: a short interruption',
      preheader: 'When, how long, and what you will notice.',
      heading: 'A short interruption',
      body: ['We are renewing a part of our systems. What you should know:'],
      facts: [
        ['When', 'At night, outside office hours'],
        ['How long', 'About one hour'],
        ['What you notice', 'Signing in is not possible during that hour'],
      ],
    },
    {
      ...{ id: 'news-terms', name: 'Changed terms', layout: 'letter' },
      subject: 'Our terms change',
      preheader: 'The change in three sentences.',
      heading: 'Our terms change',
      body: [
        'We have made our terms shorter and clearer. What you pay and what you get stays the same.',
        'If you do not agree, tell us within four weeks; then the old terms hold until your contract ends.',
      ],
      button: ['Ask about it', REPLY],
    },
    {
      ...{ id: 'news-prices', name: 'Changed prices', layout: 'letter' },
      subject: 'Our prices change, and why',
      preheader: 'From when, by how much, and what you can do.',
      heading: 'Our prices change',
      body: [
        'Our costs have risen, and we can no longer carry all of it. Your current price holds until the end of the term you have paid for.',
        'If the new price does not fit, write to us before that. There may be a smaller plan that does.',
      ],
      button: ['Talk about it', REPLY],
    },
    {
      ...{ id: 'news-hours', name: 'Changed hours', layout: 'facts' },
      subject: 'Our hours change',
      preheader: 'When you reach us from now on.',
      heading: 'When you reach us',
      body: ['From next week you reach us at these times. Mail is read in between as well.'],
      facts: [
        ['Monday to Thursday', '8:00 to 18:00'],
        ['Friday', '8:00 to 15:00'],
        ['Phone', '$companydetails-phone|as before$'],
      ],
    },
    {
      ...{ id: 'news-moved', name: 'New address', layout: 'panel' },
      subject: 'We have moved',
      preheader: 'Our new address.',
      heading: 'We have moved',
      body: [
        'You find us now at $companydetails-address|our new address$, $companydetails-code$ $companydetails-city$. Phone and mail stay the same.',
      ],
    },
  ],
};

const SURVEY: Purpose = {
  purpose: 'survey',
  module: 'contacts',
  accent: '#a02050',
  texts: [
    {
      ...{ id: 'survey-one-question', name: 'One question', layout: 'centred' },
      subject: 'One question, $contacts-firstname|if you have a minute$',
      preheader: 'Answer by replying.',
      heading: 'One question',
      body: [
        'Would you work with us again? Reply with yes or no, and if you like with a reason.',
        'A person reads every answer.',
      ],
      button: ['Reply', REPLY],
    },
    {
      ...{ id: 'survey-product', name: 'What is missing', layout: 'steps' },
      subject: 'What should we build next?',
      preheader: 'Three ideas, pick one.',
      heading: 'What should we build next?',
      body: ['We have three ideas and time for one. Reply with its number:'],
      steps: [
        'Fewer steps for what you do every day.',
        'Better overviews for those who plan.',
        'Connections to other programs.',
      ],
    },
    {
      ...{ id: 'survey-after-project', name: 'After a project', layout: 'letter' },
      subject: 'How was the project for you?',
      preheader: 'What went well, what did not.',
      heading: 'How was it for you?',
      body: [
        'Our project is done. Before we both go on to the next thing, I would like to hear how it was for you.',
        'What went well? What should we do differently next time? You can be frank; it stays between us.',
      ],
    },
    {
      ...{ id: 'survey-leaving', name: 'Why did you leave', layout: 'plain' },
      subject: 'One last question',
      preheader: 'It will not be used to win you back.',
      heading: 'One last question',
      body: [
        'You have ended your contract. That is all right, and this mail does not try to change your mind.',
        'What was the main reason? Your answer helps those who stay.',
      ],
    },
    {
      ...{ id: 'survey-thanks', name: 'Thank you for answering', layout: 'centred' },
      subject: 'Thank you for your answer',
      preheader: 'What we do with it.',
      heading: 'Thank you for your answer',
      body: ['We have read it. If it leads to a change, you will be among the first to hear.'],
    },
  ],
};

export const NEWS: readonly Purpose[] = [NEWSLETTER, SURVEY];
