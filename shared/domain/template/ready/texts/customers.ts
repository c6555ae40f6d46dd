/** Ready texts for people who have just become customers, and for those who are. */
import { type Purpose, REPLY, WEBSITE } from '../ready-text.ts';

const WELCOME: Purpose = {
  purpose: 'welcome',
  module: 'contacts',
  accent: '#1f4fa3',
  texts: [
    {
      ...{ id: 'welcome-customer', name: 'Welcome, new customer', layout: 'centred' },
      subject: 'Welcome to $companydetails-organizationname$',
      preheader: 'Here is who looks after you and what happens next.',
      heading: 'Good to have you with us',
      body: [
        'Thank you for choosing us. From today you have a person here who knows your name: me.',
        'If anything is unclear in the first weeks, write to me directly. You do not need a ticket number or the right form.',
      ],
      button: ['Write to me', REPLY],
    },
    {
      ...{ id: 'welcome-first-steps', name: 'Welcome with first steps', layout: 'steps' },
      subject: 'Your first three steps, $contacts-firstname|and welcome$',
      preheader: 'Three short steps, about ten minutes in all.',
      heading: 'Three steps to get started',
      body: ['Welcome on board. Most people are up and running after these three steps:'],
      steps: [
        'Sign in with the address this mail came to and choose a password.',
        'Check your name, company and phone number, so that invoices are right from the start.',
        'Tell us what you would like to do first. We answer with a short plan.',
      ],
      button: ['Tell us your plan', REPLY],
    },
    {
      ...{ id: 'welcome-team-introduction', name: 'Introduce the team', layout: 'news' },
      subject: 'The people behind $companydetails-organizationname$',
      preheader: 'Who to ask about what.',
      heading: 'Who to ask about what',
      body: ['You will hear from different people over time. This is who does what:'],
      sections: [
        ['Your contact', '$users-name$ answers questions about your account and your contract.'],
        [
          'Support',
          'Reply to any of our mails and it becomes a case with a number. You can follow it until it is solved.',
        ],
        ['Billing', 'Questions about an invoice go fastest when you name its number.'],
      ],
    },
    {
      ...{ id: 'welcome-newsletter', name: 'Welcome to the newsletter', layout: 'band' },
      subject: 'You are on the list',
      preheader: 'What you will get, and how often.',
      heading: 'Thanks for subscribing',
      body: [
        'You will hear from us about once a month: what is new, one practical tip, and dates worth knowing.',
        'If that is too much or too little, reply and say so. Every mail also tells you how to leave the list.',
      ],
      button: ['Visit our website', WEBSITE],
    },
    {
      ...{ id: 'welcome-trial', name: 'Welcome to the trial', layout: 'panel' },
      subject: 'Your trial has started',
      preheader: 'No card needed, nothing renews by itself.',
      heading: 'Your trial is ready',
      body: [
        'Everything is switched on, so you can try it with your own work and not only with examples.',
        'When the trial ends nothing renews by itself. We will write a few days before and ask what you think.',
      ],
      button: ['Ask a question', REPLY],
    },
    {
      ...{ id: 'welcome-back', name: 'Welcome back', layout: 'letter' },
      subject: 'Welcome back, $contacts-firstname|and thank you$',
      preheader: 'Your data is where you left it.',
      heading: 'It is good to see you again',
      body: [
        'Your account is open again and everything is where you left it.',
        'A few things have changed since. If something is not where you expect it, write to me and I will show you around.',
      ],
    },
    {
      ...{ id: 'welcome-handover', name: 'New contact person', layout: 'letter' },
      subject: 'I am your new contact at $companydetails-organizationname$',
      preheader: 'Nothing else changes for you.',
      heading: 'A short introduction',
      body: [
        'From today I look after you. I have read what you and my colleague agreed on, so you do not have to explain anything twice.',
        'If a call suits you, send me two times that work and I will take one of them.',
      ],
      button: ['Suggest a time', REPLY],
    },
    {
      ...{ id: 'welcome-partner', name: 'Welcome, new partner', layout: 'steps' },
      subject: 'Welcome as a partner of $companydetails-organizationname$',
      preheader: 'What we need from you, and what you get from us.',
      heading: 'Let us start well',
      body: ['We are glad to work with you. To begin, three small things:'],
      steps: [
        'Send us the names of the people we may talk to, with phone numbers.',
        'Tell us how you would like to receive leads: by mail, or straight into your own system.',
        'Pick a day for a first call of thirty minutes.',
      ],
    },
  ],
};

const LOYALTY: Purpose = {
  purpose: 'customer-care',
  module: 'contacts',
  accent: '#0f5f6e',
  texts: [
    {
      ...{ id: 'care-thank-you', name: 'Thank you', layout: 'centred' },
      subject: 'Thank you, $contacts-firstname|from all of us$',
      preheader: 'No offer in this mail, only thanks.',
      heading: 'Thank you',
      body: [
        'There is no offer in this mail. We only want to say that we like working with you.',
        'If there is one thing that we could do better for you, I would like to hear it.',
      ],
    },
    {
      ...{ id: 'care-check-in', name: 'Check-in after a month', layout: 'plain' },
      subject: 'How is it going so far?',
      preheader: 'Two questions, one minute.',
      heading: 'How is it going so far?',
      body: [
        'You have been with us for about a month. Two questions, if you have a minute:',
        'What works well for you? And what costs you more time than it should?',
        'One line each is enough. I read every answer myself.',
      ],
    },
    {
      ...{ id: 'care-birthday', name: 'Birthday', layout: 'centred' },
      subject: 'Happy birthday, $contacts-firstname|and all the best$',
      preheader: 'All the best from the whole team.',
      heading: 'Happy birthday!',
      body: ['The whole team wishes you a good day, with cake and without meetings.'],
    },
    {
      ...{ id: 'care-anniversary', name: 'Customer anniversary', layout: 'band' },
      subject: 'Another year together',
      preheader: 'A look back, and one question about the year ahead.',
      heading: 'Another year together',
      body: [
        'It is a year since we started, or another one. Thank you for your trust.',
        'What should be different a year from now? Tell me, and we will make it part of the plan.',
      ],
      button: ['Answer', REPLY],
    },
    {
      ...{ id: 'care-season', name: 'Season’s greetings', layout: 'centred' },
      subject: 'A quiet end of the year',
      preheader: 'Our hours over the holidays are inside.',
      heading: 'We wish you quiet days',
      body: [
        'Thank you for this year. We hope you get a few days in which nobody needs anything from you.',
        'Over the holidays we read mail once a day. What is urgent gets an answer; the rest can wait until January.',
      ],
    },
    {
      ...{ id: 'care-win-back', name: 'We have not heard from you', layout: 'letter' },
      subject: 'Did we miss something?',
      preheader: 'An honest answer helps, whatever it is.',
      heading: 'We have not heard from you for a while',
      body: [
        'Perhaps everything runs well. Perhaps you have found another way. Either is fine; I would only like to know.',
        'A single line is enough. If you want no more mail from us, say so and I will see to it.',
      ],
      button: ['Reply in one line', REPLY],
    },
    {
      ...{ id: 'care-review-request', name: 'Ask for a review', layout: 'panel' },
      subject: 'Would you tell others how it was?',
      preheader: 'Good or bad: what you would tell a friend.',
      heading: 'What would you tell a friend?',
      body: [
        'People who think about working with us would rather hear it from you than from us.',
        'If you have five minutes, write a few honest lines. Things that went wrong may be in them.',
      ],
      button: ['Write a few lines', REPLY],
    },
    {
      ...{ id: 'care-referral', name: 'Ask for a referral', layout: 'letter' },
      subject: 'Do you know somebody who has the same problem?',
      preheader: 'An introduction by mail is enough.',
      heading: 'Somebody you know?',
      body: [
        'You know best what we are good for. If somebody you know has the problem you had, I would be glad about an introduction.',
        'A mail to both of us is enough. I will not call anybody who has not asked for it.',
      ],
    },
  ],
};

export const CUSTOMERS: readonly Purpose[] = [WELCOME, LOYALTY];
