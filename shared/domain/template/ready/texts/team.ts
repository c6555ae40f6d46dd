/** Ready texts within the house, and to companies. */
import { type Purpose, REPLY } from '../ready-text.ts';

const TICKET_FACTS = [
  ['Ticket', '$internal-tickets-title|without a title$'],
  ['State', '$internal-tickets-status|Open$'],
] as const;

const INTERNAL: Purpose = {
  purpose: 'internal',
  module: 'internal-tickets',
  accent: '#374151',
  texts: [
    {
      ...{ id: 'internal-new', name: 'New internal ticket', layout: 'facts' },
      subject: 'New ticket: $internal-tickets-title|without a title$',
      preheader: 'Somebody in the house needs help.',
      heading: 'A new ticket',
      body: ['A colleague has written a ticket and needs an answer.'],
      facts: TICKET_FACTS,
      button: ['Reply', REPLY],
    },
    {
      ...{ id: 'internal-assigned', name: 'Ticket given to you', layout: 'facts' },
      subject: 'For you: $internal-tickets-title|a ticket$',
      preheader: 'You are the one who looks after it.',
      heading: 'This ticket is yours now',
      body: [
        'You have been asked to look after this ticket. If you cannot, say so today, so that it does not lie about.',
      ],
      facts: TICKET_FACTS,
    },
    {
      ...{ id: 'internal-overdue', name: 'Ticket is overdue', layout: 'panel' },
      subject: 'Overdue: $internal-tickets-title|a ticket$',
      preheader: 'Nobody has answered for days.',
      heading: 'Nobody has answered for days',
      body: [
        'The ticket “$internal-tickets-title|without a title$” has been open for a while. A line on where it stands is enough to calm everybody.',
      ],
    },
    {
      ...{ id: 'internal-done', name: 'Ticket is done', layout: 'plain' },
      subject: 'Done: $internal-tickets-title|your ticket$',
      preheader: 'Please have a look.',
      heading: 'Your ticket is done',
      body: [
        'We have done what you asked for. Please have a look; if something is missing, reply and the ticket is open again.',
      ],
    },
  ],
};

const COMPANIES: Purpose = {
  purpose: 'company',
  module: 'organizations',
  accent: '#1a6b45',
  texts: [
    {
      ...{ id: 'company-introduction', name: 'Introduce ourselves to a company', layout: 'letter' },
      subject: '$companydetails-organizationname$ and $organizations-name|your company$',
      preheader: 'Who we are, and why we write.',
      heading: 'A short introduction',
      body: [
        'We work with companies like $organizations-name|yours$ and would like to know who looks after such questions on your side.',
        'If that is not you, a name is all we ask for. Thank you.',
      ],
    },
    {
      ...{ id: 'company-data-check', name: 'Check of our records', layout: 'facts' },
      subject: 'Is this still right?',
      preheader: 'What we have noted about your company.',
      heading: 'Is this still right?',
      body: ['Once a year we ask whether our records are right. This is what we have:'],
      facts: [
        ['Company', '$organizations-name|nothing$'],
        ['Phone', '$organizations-phone|nothing$'],
        ['Website', '$organizations-website|nothing$'],
      ],
      button: ['Correct it', REPLY],
    },
    {
      ...{ id: 'company-supplier', name: 'Question to a supplier', layout: 'steps' },
      subject: 'A question to $organizations-name|your company$',
      preheader: 'Price, time and terms.',
      heading: 'A question about your offer',
      body: ['We are thinking about working with you and would like to know:'],
      steps: [
        'What does it cost, for a small start and in full?',
        'How long does it take from the order?',
        'Whom do we turn to if something goes wrong?',
      ],
    },
    {
      ...{ id: 'company-contract-ended', name: 'End of a contract', layout: 'letter' },
      subject: 'The end of our contract with $organizations-name|you$',
      preheader: 'Confirmed, with the next steps.',
      heading: 'We confirm the end of the contract',
      body: [
        'We confirm that our contract with $organizations-name|your company$ ends as agreed. You get your data on request, and we delete what we need not keep by law.',
        'Thank you for the time together.',
      ],
    },
  ],
};

export const TEAM: readonly Purpose[] = [INTERNAL, COMPANIES];
