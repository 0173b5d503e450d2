// A booking and its life, for whoever follows the link of a mail. Tokens live in this page's memory only, so a reload asks
// again who reads. Everything that comes from the API is set as text, never as markup.
'use strict';

const WORDS = {
  en: {
    title: 'Booking', hint: 'Sign in to see the booking.', tenant: 'Organisation', email: 'Email', password: 'Password',
    signIn: 'Sign in', offers: 'Free instead', book: 'Book', life: 'What happened', cancel: 'Cancel the booking',
    failed: 'That did not work. Try again.', booked: 'Booked.', asked: 'Asked. The door has to answer.',
    phase: { requested: 'waits for the door', confirmed: 'confirmed', 'checked-in': 'somebody is there', completed: 'over',
      released: 'given back: nobody came', cancelled: 'cancelled', declined: 'declined' },
  },
  de: {
    title: 'Buchung', hint: 'Melden Sie sich an, um die Buchung zu sehen.', tenant: 'Organisation', email: 'E-Mail',
    password: 'Passwort', signIn: 'Anmelden', offers: 'Stattdessen frei', book: 'Buchen', life: 'Was geschah',
    cancel: 'Buchung stornieren', failed: 'Das hat nicht geklappt. Bitte noch einmal versuchen.', booked: 'Gebucht.',
    asked: 'Angefragt. Die Tür muss noch antworten.',
    phase: { requested: 'wartet auf die Tür', confirmed: 'bestätigt', 'checked-in': 'jemand ist da', completed: 'vorbei',
      released: 'freigegeben: niemand kam', cancelled: 'storniert', declined: 'abgelehnt' },
  },
};
const language = navigator.language && navigator.language.startsWith('de') ? 'de' : 'en';
const words = WORDS[language];
const id = location.pathname.split('/').pop();
const at = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });
const byId = (name) => document.getElementById(name);
let token = '';

function say(text) {
  byId('message').textContent = text;
}

async function call(method, path, body) {
  const response = await fetch('/api/v1' + path, {
    method,
    headers: { ...(token && { Authorization: 'Bearer ' + token }), ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) {
    throw new Error(answer.detail || words.failed);
  }
  return answer;
}

function item(text, time, button) {
  const line = document.createElement('li');
  if (time) {
    const when = document.createElement('time');
    when.dateTime = time;
    when.textContent = at.format(new Date(time));
    line.append(when);
  }
  line.append(text + ' ');
  if (button) {
    line.append(button);
  }
  return line;
}

function button(text, act) {
  const made = document.createElement('button');
  made.textContent = text;
  made.addEventListener('click', async () => {
    made.disabled = true;
    try {
      await act();
    } catch (failure) {
      say(failure.message || words.failed);
    }
    made.disabled = false;
  });
  return made;
}

function bookInstead(offer, booking) {
  return button(words.book, async () => {
    const made = await call('POST', '/bookings', { space: offer.space, start: offer.start, end: offer.end,
      ...(booking.title && { title: booking.title }) });
    say(made.phase === 'requested' ? words.asked : words.booked);
    history.replaceState(null, '', '/bookings/' + made.id);
    await show(made.id);
  });
}

async function show(which) {
  const [booking, life] = await Promise.all([call('GET', '/bookings/' + which), call('GET', '/bookings/' + which + '/explain')]);
  const space = await call('GET', '/spaces/' + booking.space);
  byId('title').textContent = space.name + (booking.title ? ': ' + booking.title : '');
  byId('summary').textContent = at.formatRange(new Date(booking.start), new Date(booking.end)) + ': '
    + (words.phase[booking.phase] || booking.phase);
  byId('actions').replaceChildren(...(['requested', 'confirmed'].includes(booking.phase)
    ? [button(words.cancel, async () => { await call('POST', '/bookings/' + which + '/cancel'); await show(which); })] : []));
  const offers = booking.alternatives || [];
  byId('offers-title').hidden = offers.length === 0;
  byId('offers').replaceChildren(...offers.map((offer) => item(offer.spaceName + ', ' + offer.floorName + ', '
    + at.formatRange(new Date(offer.start), new Date(offer.end)), null, bookInstead(offer, booking))));
  byId('life').replaceChildren(...life.decisions.map((step) => item(step.words, step.at)));
  byId('booking').hidden = false;
}

document.documentElement.lang = language;
document.title = words.title;
byId('title').textContent = words.title;
byId('sign-in-hint').textContent = words.hint;
byId('tenant-label').textContent = words.tenant;
byId('email-label').textContent = words.email;
byId('password-label').textContent = words.password;
byId('sign-in-button').textContent = words.signIn;
byId('offers-title').textContent = words.offers;
byId('life-title').textContent = words.life;
byId('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const session = await call('POST', '/sessions', Object.fromEntries(form));
    token = session.accessToken;
    await show(id);
    byId('sign-in').hidden = true;
    say('');
  } catch (failure) {
    say(failure.message || words.failed);
  }
});
