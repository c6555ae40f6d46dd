// Hands one mail to a running Postroom by SMTP, byte for byte as the file has it (README, tour):
//   node scripts/send-mail.mjs docs/tour/first-mail.eml demo+lead@in.postroom.test
// The envelope sender is the address in From. Plain JavaScript, so that any Node from 20 on runs it.
import { readFileSync } from 'node:fs';

const [file, ...recipients] = process.argv.slice(2);
const host = '127.0.0.1';
const port = Number(process.env.POSTROOM_SMTP_PORT || 2525);

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

const read = () => {
  try {
    return readFileSync(file);
  } catch (error) {
    return fail(`The mail ${file} cannot be read (${error.code}). Start this in the project's folder.`);
  }
};

const loadNodemailer = () =>
  import('nodemailer').catch(() => fail('The package nodemailer is missing. Run "npm ci" first.'));

if (recipients.length === 0) fail('Usage: node scripts/send-mail.mjs <file.eml> <recipient> ...');
const raw = read();
const [header] = raw.toString('latin1').split(/\r?\n\r?\n/, 1);
const from = /^From:.*?([^\s<>]+@[^\s<>]+)/im.exec(header)?.[1] ?? '';
const { default: nodemailer } = await loadNodemailer();
// The embedded cloud's certificate belongs to nobody, as a mail server's often does: mail on port 25 is encrypted without asking who it is.
const transport = nodemailer.createTransport({ host, port, secure: false, tls: { rejectUnauthorized: false } });
try {
  const { response } = await transport.sendMail({ envelope: { from, to: recipients }, raw });
  console.log(`${recipients.join(', ')}: ${response}`);
} catch (error) {
  if (error.code === 'ESOCKET' || error.code === 'ECONNREFUSED')
    fail(
      `Nothing takes mail at ${host}:${port}. Start Postroom first ("npm start"), or set POSTROOM_SMTP_PORT as there.`,
    );
  fail(error.response ? `The mail was refused: ${error.response}` : error.message);
}
