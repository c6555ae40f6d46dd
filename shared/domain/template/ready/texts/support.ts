/** Ready texts of the help desk, about a case: received, on its way, solved. */
import { PORTAL, type Purpose, REPLY } from '../ready-text.ts';

const CASE_FACTS = [
  ['Case', '$cases-number$'],
  ['Subject', '$cases-title|your request$'],
  ['State', '$cases-status|Open$'],
] as const;

const RECEIVED: Purpose = {
  purpose: 'case-received',
  module: 'cases',
  accent: '#1f4fa3',
  texts: [
    {
      ...{ id: 'case-received', name: 'Case received', layout: 'facts' },
      subject: '[Case $cases-number$] We have your request',
      preheader: 'A person will read it and answer.',
      heading: 'We have your request',
      body: ['Thank you for writing. A person will read it and answer; this mail only confirms that it arrived.'],
      facts: CASE_FACTS,
      after: 'To add something, reply to this mail. It stays with the same case.',
    },
    {
      ...{ id: 'case-received-portal', name: 'Case received, with portal', layout: 'panel' },
      subject: '[Case $cases-number$] $cases-title|Your request$',
      preheader: 'Follow it in the portal, or by mail.',
      heading: 'Your case has number $cases-number$',
      body: ['You can follow in the portal what happens, or simply reply to our mails. Both reach the same people.'],
      button: ['Open the portal', PORTAL],
    },
    {
      ...{ id: 'case-received-out-of-hours', name: 'Received outside office hours', layout: 'letter' },
      subject: '[Case $cases-number$] Received, we answer in the morning',
      preheader: 'We are not at our desks right now.',
      heading: 'We answer when we are back',
      body: [
        'Your request has arrived as case $cases-number$ while nobody is at the desk. We read it first thing on the next working day.',
        'If people cannot work because of it, write “urgent” in a reply and say how many are affected.',
      ],
    },
    {
      ...{ id: 'case-received-outage', name: 'Known disturbance', layout: 'band' },
      subject: '[Case $cases-number$] We know about the disturbance',
      preheader: 'You do not need to do anything.',
      heading: 'We know, and are working on it',
      body: [
        'What you describe has a cause that we already know. Our people are working on it, and you do not need to do anything.',
        'Your request is case $cases-number$. You get a mail as soon as it is over.',
      ],
    },
    {
      ...{ id: 'case-need-details', name: 'More details needed', layout: 'steps' },
      subject: '[Case $cases-number$] Three questions before we begin',
      preheader: 'With these we can try it ourselves.',
      heading: 'Three questions before we begin',
      body: ['To see for ourselves what happens, we need to know:'],
      steps: [
        'What did you do just before?',
        'What did you expect, and what happened instead?',
        'Since when, and does it happen every time?',
      ],
      after: 'A picture of the screen often says more than words. Attach it to your reply.',
    },
    {
      ...{ id: 'case-duplicate', name: 'Joined with another case', layout: 'plain' },
      subject: '[Case $cases-number$] Joined with your earlier request',
      preheader: 'Nothing is lost.',
      heading: 'We have joined two requests',
      body: [
        'You wrote to us twice about the same thing, so we have joined both in case $cases-number$. Nothing is lost.',
        'If they are two different things after all, tell us and we will part them again.',
      ],
    },
  ],
};

const PROGRESS: Purpose = {
  purpose: 'case-progress',
  module: 'cases',
  accent: '#0f5f6e',
  texts: [
    {
      ...{ id: 'case-update', name: 'What happened so far', layout: 'letter' },
      subject: '[Case $cases-number$] Where we are',
      preheader: 'What was said last on your case.',
      heading: 'Where we are',
      body: [
        'This is what was written last on your case “$cases-title|your request$”:',
        '$cases-comments:3:oldest|Nothing has been written yet.$',
      ],
      after: 'Is something missing? Reply, and it is added.',
    },
    {
      ...{ id: 'case-taken', name: 'Somebody works on it', layout: 'facts' },
      subject: '[Case $cases-number$] I am working on it',
      preheader: 'You have one person to ask.',
      heading: 'I am working on your case',
      body: ['From now on I look after your case. You can reach me by replying to this mail.'],
      facts: CASE_FACTS,
    },
    {
      ...{ id: 'case-delayed', name: 'It takes longer', layout: 'panel' },
      subject: '[Case $cases-number$] It takes longer than we said',
      preheader: 'Why, and when you hear from us next.',
      heading: 'It takes longer than we said',
      body: [
        'We had hoped to be done by now. The cause lies deeper than we thought, and a quick repair would not last.',
        'You hear from me again in two working days at the latest, also if there is nothing new.',
      ],
    },
    {
      ...{ id: 'case-waiting-for-you', name: 'Waiting for your answer', layout: 'plain' },
      subject: '[Case $cases-number$] We are waiting for your answer',
      preheader: 'A short reply and we go on.',
      heading: 'We are waiting for your answer',
      body: [
        'We asked you something about “$cases-title|your request$” and cannot go on without the answer.',
        'If you are busy, tell us when you have time. If it has settled itself, tell us that too.',
      ],
    },
    {
      ...{ id: 'case-escalated', name: 'Passed on to specialists', layout: 'letter' },
      subject: '[Case $cases-number$] Passed on to our specialists',
      preheader: 'You keep the same number and the same contact.',
      heading: 'Your case is with our specialists',
      body: [
        'I could not solve your case alone, so I have passed it on to colleagues who know that part best.',
        'You keep the same number, and I stay the one you can ask.',
      ],
      button: ['Ask me', REPLY],
    },
    {
      ...{ id: 'case-workaround', name: 'A way round, for now', layout: 'steps' },
      subject: '[Case $cases-number$] A way round until it is repaired',
      preheader: 'Three steps, so that you can work today.',
      heading: 'So that you can work today',
      body: ['The repair takes a little longer. Until then, most people get on like this:'],
      steps: [
        'Save what you are working on and sign out.',
        'Sign in again in a private window of your browser.',
        'Go on where you stopped, and tell us if it happens again.',
      ],
    },
  ],
};

const SOLVED: Purpose = {
  purpose: 'case-solved',
  module: 'cases',
  accent: '#1a6b45',
  texts: [
    {
      ...{ id: 'case-solved', name: 'Case solved', layout: 'band' },
      subject: '[Case $cases-number$] Solved',
      preheader: 'If it comes back, reply to this mail.',
      heading: 'Your case is solved',
      body: [
        'We consider “$cases-title|your request$” solved. Please try it once more yourself.',
        'If it comes back, reply to this mail. The case is then opened again, with everything we know.',
      ],
    },
    {
      ...{ id: 'case-solved-summary', name: 'Solved, with a summary', layout: 'facts' },
      subject: '[Case $cases-number$] Solved: $cases-title|your request$',
      preheader: 'A summary for your files.',
      heading: 'A summary for your files',
      body: ['Your case is closed. In short:'],
      facts: [...CASE_FACTS, ['Closed on', '$custom-currentdate$']],
    },
    {
      ...{ id: 'case-closed-no-answer', name: 'Closed without an answer', layout: 'plain' },
      subject: '[Case $cases-number$] Closed for now',
      preheader: 'A reply opens it again.',
      heading: 'Closed for now',
      body: [
        'We have not heard from you for a while and take it that “$cases-title|your request$” has settled itself.',
        'If that is wrong, reply to this mail. The case is open again at once; you need not explain anything twice.',
      ],
    },
    {
      ...{ id: 'case-satisfaction', name: 'How did we do', layout: 'centred' },
      subject: '[Case $cases-number$] How did we do?',
      preheader: 'One question.',
      heading: 'How did we do?',
      body: [
        'Your case “$cases-title|your request$” is done. One question, which a person reads:',
        'What should we have done differently? “Nothing” is an answer too.',
      ],
      button: ['Answer in one line', REPLY],
    },
  ],
};

export const SUPPORT: readonly Purpose[] = [RECEIVED, PROGRESS, SOLVED];
