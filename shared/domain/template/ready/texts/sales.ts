/** Ready texts from the first word to a lead to the signed offer. */
import { type Purpose, REPLY } from '../ready-text.ts';

const FOLLOW_UP: Purpose = {
  purpose: 'follow-up',
  module: 'leads',
  accent: '#1a6b45',
  texts: [
    {
      ...{ id: 'follow-up-inquiry', name: 'Answer to an inquiry', layout: 'letter' },
      subject: 'Your question to $companydetails-organizationname$',
      preheader: 'I have read it and will come back to you.',
      heading: 'Thank you for writing',
      body: [
        'Your question has reached me. I want to give you an answer that fits $leads-company|your company$, so I will look into it first.',
        'You will hear from me within one working day. If it is more urgent than that, simply reply.',
      ],
    },
    {
      ...{ id: 'follow-up-call', name: 'After a first call', layout: 'steps' },
      subject: 'What we talked about',
      preheader: 'The next three steps, as I understood them.',
      heading: 'Our call in three lines',
      body: ['Thank you for your time. This is how I understood what happens next:'],
      steps: [
        'You send me an example of how you do it today.',
        'I show you how it would look with us, with your own data.',
        'We decide together whether it is worth a trial.',
      ],
      after: 'If I got something wrong, correct me now; it is easier than later.',
    },
    {
      ...{ id: 'follow-up-no-answer', name: 'No answer yet', layout: 'plain' },
      subject: 'Shall I ask again later?',
      preheader: 'A yes, a no or a date is enough.',
      heading: 'Shall I ask again later?',
      body: [
        'I wrote to you a week ago and have not heard back. That usually means it is not the right time.',
        'Tell me a month that suits you better, and you will not hear from me until then.',
      ],
    },
    {
      ...{ id: 'follow-up-last', name: 'Last try', layout: 'plain' },
      subject: 'I will close this for now',
      preheader: 'You can pick it up again whenever you like.',
      heading: 'I will close this for now',
      body: [
        'I do not want to fill your inbox, so this is my last mail about it.',
        'If the topic comes back, reply to this mail. I keep our notes, and we go on from where we stopped.',
      ],
    },
    {
      ...{ id: 'follow-up-download', name: 'After a download', layout: 'panel' },
      subject: 'Was it what you were looking for?',
      preheader: 'I can point you to the right page.',
      heading: 'Was it what you were looking for?',
      body: [
        'You downloaded one of our papers. They are written for many readers, so the part that matters to you may be short.',
        'Tell me in one sentence what you are trying to solve, and I will send you the page that fits.',
      ],
      button: ['Tell me more', REPLY],
    },
    {
      ...{ id: 'follow-up-fair', name: 'Met at a trade fair', layout: 'letter' },
      subject: 'Good to have met you, $leads-firstname|at our stand$',
      preheader: 'As promised, a short note.',
      heading: 'It was good to meet you',
      body: [
        'Fairs are loud, so here in writing: thank you for stopping at our stand.',
        'You asked how it works day to day. I can show you in twenty minutes, at your desk, with a screen between us and no noise.',
      ],
      button: ['Pick a day', REPLY],
    },
    {
      ...{ id: 'follow-up-referral', name: 'Introduced by somebody', layout: 'plain' },
      subject: 'We were introduced',
      preheader: 'A short mail, and one question.',
      heading: 'We were introduced',
      body: [
        'Somebody we both know thought that we should talk. Before I take up your time, one question:',
        'What would have to change at $leads-company|your company$ for such a talk to be worth it?',
      ],
    },
    {
      ...{ id: 'follow-up-trial-ends', name: 'Trial ends soon', layout: 'facts' },
      subject: 'Your trial ends in a few days',
      preheader: 'What happens then, and what you can do.',
      heading: 'Your trial ends in a few days',
      body: ['Nothing is charged by itself. This is what you can choose:'],
      facts: [
        ['Go on', 'Reply with the word “continue” and I will send you the contract.'],
        ['More time', 'Tell me how many days you need.'],
        ['Stop', 'Do nothing. Your data is deleted thirty days later.'],
      ],
    },
  ],
};

const OPPORTUNITY: Purpose = {
  purpose: 'opportunity',
  module: 'opportunities',
  accent: '#7a3e9d',
  texts: [
    {
      ...{ id: 'deal-meeting-summary', name: 'Summary of a meeting', layout: 'facts' },
      subject: 'Notes from our meeting: $opportunities-title|our project$',
      preheader: 'Please correct what I misunderstood.',
      heading: 'Notes from our meeting',
      body: ['Thank you for the good conversation. In short:'],
      facts: [
        ['Topic', '$opportunities-title|our project$'],
        ['State', '$opportunities-status|open$'],
        ['Next', 'You check the notes, I prepare the offer'],
      ],
      after: 'If something important is missing, add it in your reply. I will use it for the offer.',
    },
    {
      ...{ id: 'deal-demo-invitation', name: 'Invitation to a demonstration', layout: 'centred' },
      subject: 'See it with your own data',
      preheader: 'Thirty minutes, no slides.',
      heading: 'Thirty minutes, no slides',
      body: [
        'The quickest way to judge $opportunities-title|our proposal$ is to see it work. Send me one example from your day and I will show you that one.',
        'Bring whoever will use it later. Their questions are the ones that count.',
      ],
      button: ['Suggest a time', REPLY],
    },
    {
      ...{ id: 'deal-after-demo', name: 'After a demonstration', layout: 'steps' },
      subject: 'After the demonstration',
      preheader: 'Three questions for your team.',
      heading: 'Three questions for your team',
      body: ['Thank you for looking at it so closely. When you talk about it among yourselves, these questions help:'],
      steps: [
        'Which task would become shorter first?',
        'Who has to agree, and what do they need to know?',
        'What would speak against it in a year?',
      ],
      button: ['Send me the answers', REPLY],
    },
    {
      ...{ id: 'deal-decision-makers', name: 'Who else decides', layout: 'plain' },
      subject: 'Who else should know about it?',
      preheader: 'I would rather answer early than late.',
      heading: 'Who else should know about it?',
      body: [
        'With $opportunities-title|projects like this$ somebody from finance or security usually has questions near the end.',
        'I would rather answer them early. Who should I send the papers to?',
      ],
    },
    {
      ...{ id: 'deal-price-question', name: 'Talk about the price', layout: 'letter' },
      subject: 'About the price',
      preheader: 'What we can leave out, and what we should not.',
      heading: 'About the price',
      body: [
        'You said that the price is above your budget. I would not lower it and keep quiet about what goes missing.',
        'Instead I can show you what could be left out for now and added later. Shall we go through it together?',
      ],
      button: ['Yes, let us look', REPLY],
    },
    {
      ...{ id: 'deal-won', name: 'Thank you for the order', layout: 'band' },
      subject: 'We start: $opportunities-title|our project$',
      preheader: 'Who does what in the first week.',
      heading: 'Thank you, we start',
      body: [
        'We are glad that you decided for us. In the first week you will hear from the colleague who leads the work; I stay your contact.',
        'Please tell us who on your side may decide small questions, so that nobody has to wait.',
      ],
    },
    {
      ...{ id: 'deal-lost', name: 'Thank you all the same', layout: 'plain' },
      subject: 'Thank you for telling me',
      preheader: 'One question, so that we learn from it.',
      heading: 'Thank you for telling me',
      body: [
        'You decided for another way. Thank you for saying so plainly.',
        'What was the reason that counted most? One line helps us more than you would think. I wish you success with it.',
      ],
    },
    {
      ...{ id: 'deal-renewal', name: 'Contract renewal', layout: 'panel' },
      subject: 'Your contract runs out soon',
      preheader: 'What would you like to change?',
      heading: 'What would you like to change?',
      body: [
        'Your contract for $opportunities-title|our services$ comes to its end. Before I send you the new one I would like to know what should be different.',
        'If all should stay as it is, a short yes is enough.',
      ],
      button: ['Reply', REPLY],
    },
  ],
};

const QUOTE_FACTS = [
  ['Quote', '$quotes-number$'],
  ['Total', '$quotes-total|see the quote$'],
  ['Valid until', '$quotes-validuntil|thirty days from today$'],
] as const;

const QUOTE: Purpose = {
  purpose: 'quote',
  module: 'quotes',
  accent: '#9a3412',
  texts: [
    {
      ...{ id: 'quote-send', name: 'Send a quote', layout: 'facts' },
      subject: 'Your quote $quotes-number$',
      preheader: 'What is in it, and until when it holds.',
      heading: 'Your quote',
      body: ['Here is the quote you asked for. The most important figures:'],
      facts: QUOTE_FACTS,
      button: ['Ask about the quote', REPLY],
    },
    {
      ...{ id: 'quote-explain', name: 'Explain a quote', layout: 'news' },
      subject: 'How to read quote $quotes-number$',
      preheader: 'What is fixed, what is an estimate.',
      heading: 'How to read the quote',
      body: ['A quote has many lines. These three points matter most:'],
      sections: [
        ['What is fixed', 'The unit prices. They hold until $quotes-validuntil|the end of the term$.'],
        ['What is an estimate', 'Hours of work. We tell you before we pass the estimate, not after.'],
        ['What is not in it', 'Travel, unless the quote names it.'],
      ],
    },
    {
      ...{ id: 'quote-follow-up', name: 'Ask about a quote', layout: 'plain' },
      subject: 'Quote $quotes-number$: any questions?',
      preheader: 'Five minutes on the phone may be quicker.',
      heading: 'Any questions?',
      body: [
        'A week ago I sent you quote $quotes-number$. Is there something in it that needs explaining?',
        'If it is easier by phone, send me your number and a time.',
      ],
    },
    {
      ...{ id: 'quote-expires', name: 'Quote expires soon', layout: 'facts' },
      subject: 'Quote $quotes-number$ is valid until $quotes-validuntil|the end of the month$',
      preheader: 'I can extend it if you need more time.',
      heading: 'Do you need more time?',
      body: ['The quote below comes to the end of its term. If you need more time, tell me and I will extend it.'],
      facts: QUOTE_FACTS,
      button: ['Extend the quote', REPLY],
    },
    {
      ...{ id: 'quote-revised', name: 'Revised quote', layout: 'facts' },
      subject: 'Quote $quotes-number$, revised',
      preheader: 'This one replaces the quote before.',
      heading: 'Your revised quote',
      body: ['I have put in what we agreed on. This quote replaces the one before; please use only this one.'],
      facts: QUOTE_FACTS,
    },
    {
      ...{ id: 'quote-accepted', name: 'Quote accepted', layout: 'band' },
      subject: 'Thank you: quote $quotes-number$ is accepted',
      preheader: 'What happens now.',
      heading: 'Thank you for your order',
      body: [
        'You have accepted quote $quotes-number$. We have put your order down and will confirm the date of delivery within two working days.',
        'The invoice follows when the work is done, as the quote says.',
      ],
    },
    {
      ...{ id: 'quote-declined', name: 'Quote declined', layout: 'plain' },
      subject: 'About quote $quotes-number$',
      preheader: 'Thank you for the clear answer.',
      heading: 'Thank you for the clear answer',
      body: [
        'I have closed quote $quotes-number$. You need not do anything.',
        'Should the plan come up again, I will make you a new one with the prices of that day.',
      ],
    },
    {
      ...{ id: 'quote-more-details', name: 'Details needed for a quote', layout: 'steps' },
      subject: 'Three details for your quote',
      preheader: 'Then you get a figure that holds.',
      heading: 'Three details for your quote',
      body: ['You asked for a price. So that it holds, I need to know:'],
      steps: ['How many people will work with it?', 'By when should it run?', 'What does it have to be connected to?'],
      button: ['Answer', REPLY],
    },
  ],
};

export const SALES: readonly Purpose[] = [FOLLOW_UP, OPPORTUNITY, QUOTE];
