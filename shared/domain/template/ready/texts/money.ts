/** Ready texts about invoices, reminders and orders, for tenants that keep these as modules of their own. */
import { type Purpose, REPLY } from '../ready-text.ts';

const INVOICE_FACTS = [
  ['Invoice', '$invoices-number$'],
  ['Amount', '$invoices-amount$'],
  ['Due on', '$invoices-duedate|receipt$'],
] as const;

const INVOICE: Purpose = {
  purpose: 'invoice',
  module: 'invoices',
  accent: '#374151',
  texts: [
    {
      ...{ id: 'invoice-send', name: 'Send an invoice', layout: 'facts' },
      subject: 'Invoice $invoices-number$',
      preheader: '$invoices-amount|The amount$, due on $invoices-duedate|receipt$.',
      heading: 'Your invoice',
      body: ['Thank you for your order. Here is the invoice for it:'],
      facts: INVOICE_FACTS,
      after: 'Please name the number of the invoice when you pay, so that we can match it.',
    },
    {
      ...{ id: 'invoice-paid', name: 'Payment received', layout: 'band' },
      subject: 'Invoice $invoices-number$ is paid, thank you',
      preheader: 'Nothing left to do.',
      heading: 'Thank you, it is paid',
      body: ['Your payment for invoice $invoices-number$ has arrived. There is nothing left to do.'],
    },
    {
      ...{ id: 'invoice-partly-paid', name: 'Payment received in part', layout: 'facts' },
      subject: 'Invoice $invoices-number$: a part is still open',
      preheader: 'Perhaps a discount that no longer applied.',
      heading: 'A part is still open',
      body: [
        'Thank you for your payment. It is lower than the invoice; perhaps a discount was taken that no longer applied.',
      ],
      facts: [...INVOICE_FACTS, ['Still open', '$invoices-open|see your account$']],
      button: ['Clear it up', REPLY],
    },
    {
      ...{ id: 'invoice-corrected', name: 'Corrected invoice', layout: 'facts' },
      subject: 'Corrected invoice $invoices-number$',
      preheader: 'It replaces the invoice before.',
      heading: 'A correction',
      body: [
        'There was a mistake in our invoice. We are sorry. This one replaces it; please throw the other one away.',
      ],
      facts: INVOICE_FACTS,
    },
    {
      ...{ id: 'invoice-credit-note', name: 'Credit note', layout: 'facts' },
      subject: 'Credit note for invoice $invoices-number$',
      preheader: 'We take it off your next invoice.',
      heading: 'Your credit note',
      body: [
        'We have credited the amount below. It is taken off your next invoice; if you would rather have it paid out, tell us.',
      ],
      facts: [
        ['For invoice', '$invoices-number$'],
        ['Amount', '$invoices-amount$'],
      ],
    },
    {
      ...{ id: 'invoice-details-missing', name: 'Details for the invoice', layout: 'steps' },
      subject: 'Before we write your invoice',
      preheader: 'Three details that your accountants will ask for.',
      heading: 'Before we write your invoice',
      body: ['So that the invoice need not be written twice, please send us:'],
      steps: [
        'The exact name and address of the company.',
        'Your VAT number, if you have one.',
        'Your order number, if it has to stand on the invoice.',
      ],
      button: ['Send the details', REPLY],
    },
  ],
};

const REMINDER: Purpose = {
  purpose: 'invoice-reminder',
  module: 'invoices',
  accent: '#9a3412',
  texts: [
    {
      ...{ id: 'reminder-before-due', name: 'Due in a few days', layout: 'facts' },
      subject: 'Invoice $invoices-number$ is due on $invoices-duedate|the date below$',
      preheader: 'Only so that it does not slip by.',
      heading: 'Due in a few days',
      body: ['A note so that it does not slip by. If you have already paid, please forget this mail.'],
      facts: INVOICE_FACTS,
    },
    {
      ...{ id: 'reminder-first', name: 'First reminder', layout: 'facts' },
      subject: 'Reminder: invoice $invoices-number$',
      preheader: 'It has probably slipped by.',
      heading: 'Has it slipped by?',
      body: [
        'We have not found your payment for this invoice yet. If it is on its way, thank you; then nothing is left to do.',
      ],
      facts: INVOICE_FACTS,
      button: ['Something is wrong with it', REPLY],
    },
    {
      ...{ id: 'reminder-second', name: 'Second reminder', layout: 'facts' },
      subject: 'Second reminder: invoice $invoices-number$',
      preheader: 'Please pay it, or tell us what stands in the way.',
      heading: 'Second reminder',
      body: ['The invoice below is still open. Please pay it within seven days, or tell us what stands in the way.'],
      facts: INVOICE_FACTS,
      after: 'If you cannot pay all of it now, write to us. Two or three parts can be arranged.',
    },
    {
      ...{ id: 'reminder-last', name: 'Last reminder', layout: 'facts' },
      subject: 'Last reminder: invoice $invoices-number$',
      preheader: 'Before we pass it on.',
      heading: 'Last reminder',
      body: [
        'In spite of two reminders this invoice is open. If we do not hear from you within seven days, we have to pass it on.',
      ],
      facts: INVOICE_FACTS,
      button: ['Talk to us', REPLY],
    },
    {
      ...{ id: 'reminder-payment-plan', name: 'Payment in parts', layout: 'steps' },
      subject: 'Paying invoice $invoices-number$ in parts',
      preheader: 'This is how we agreed it.',
      heading: 'Paying in parts',
      body: ['Thank you for speaking openly. As agreed, you pay invoice $invoices-number$ in three parts:'],
      steps: ['The first part now.', 'The second part in one month.', 'The rest in two months.'],
      after: 'As long as the parts arrive you get no further reminders.',
    },
    {
      ...{ id: 'reminder-card-failed', name: 'Payment failed', layout: 'panel' },
      subject: 'The payment of invoice $invoices-number$ did not go through',
      preheader: 'Often a card has run out.',
      heading: 'The payment did not go through',
      body: [
        'Your bank has refused the payment of invoice $invoices-number$. Often a card has simply run out.',
        'We never ask for card numbers by mail. Please change the card where you entered it, or write to us.',
      ],
    },
  ],
};

const ORDER: Purpose = {
  purpose: 'order',
  module: 'orders',
  accent: '#1f4fa3',
  texts: [
    {
      ...{ id: 'order-confirmed', name: 'Order confirmed', layout: 'facts' },
      subject: 'We have your order $orders-number$',
      preheader: 'What you ordered, and when it comes.',
      heading: 'We have your order',
      body: ['Thank you. This is what we have noted:'],
      facts: [
        ['Order', '$orders-number$'],
        ['Total', '$orders-total|as agreed$'],
        ['Expected', '$orders-deliverydate|we will tell you$'],
      ],
    },
    {
      ...{ id: 'order-shipped', name: 'Order on its way', layout: 'band' },
      subject: 'Order $orders-number$ is on its way',
      preheader: 'With the number to follow it.',
      heading: 'On its way',
      body: [
        'Your order $orders-number$ left us today. The number to follow it is $orders-tracking|not known yet$.',
        'If nobody is at home, the parcel waits at the nearest shop for a week.',
      ],
    },
    {
      ...{ id: 'order-late', name: 'Order is late', layout: 'letter' },
      subject: 'Order $orders-number$ comes later',
      preheader: 'We are sorry. You may choose.',
      heading: 'It comes later, and we are sorry',
      body: [
        'Your order $orders-number$ cannot leave on the day we promised. We now expect $orders-deliverydate|to know the new day this week$.',
        'You may wait, change the order or take it back at no cost. Tell us what suits you.',
      ],
      button: ['Tell us', REPLY],
    },
    {
      ...{ id: 'order-delivered', name: 'Order delivered', layout: 'centred' },
      subject: 'Has order $orders-number$ arrived well?',
      preheader: 'If something is missing, tell us now.',
      heading: 'Has everything arrived?',
      body: [
        'According to our records order $orders-number$ has arrived. If something is missing or broken, reply within a few days; a photograph helps.',
      ],
    },
    {
      ...{ id: 'order-cancelled', name: 'Order cancelled', layout: 'plain' },
      subject: 'Order $orders-number$ is cancelled',
      preheader: 'What you paid comes back.',
      heading: 'Your order is cancelled',
      body: [
        'As you asked, we have cancelled order $orders-number$. What you have paid comes back the same way within a week.',
      ],
    },
    {
      ...{ id: 'order-return', name: 'How to return it', layout: 'steps' },
      subject: 'How to send order $orders-number$ back',
      preheader: 'Three steps.',
      heading: 'How to send it back',
      body: ['It did not fit; that happens. This is how it comes back to us:'],
      steps: [
        'Put everything into the box it came in.',
        'Write the number $orders-number$ on a sheet and lay it on top.',
        'Take it to the post. The money comes back when it has arrived.',
      ],
    },
  ],
};

export const MONEY: readonly Purpose[] = [INVOICE, REMINDER, ORDER];
