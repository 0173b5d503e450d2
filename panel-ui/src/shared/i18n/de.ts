import { minutesOf, type Messages } from './messages';

export const de: Messages = {
  word: {
    starting: 'Startet',
    'not-paired': 'Nicht gekoppelt',
    'time-unknown': 'Uhrzeit?',
    closed: 'Gesperrt',
    free: 'Frei',
    'free-soon': 'Frei',
    released: 'Frei',
    'check-in-due': 'Check-in',
    'in-use': 'Belegt',
    ending: 'Endet',
  },
  untilTime: (time) => `bis ${time}`,
  allDay: 'für den Rest des Tages',
  startsAt: (time) => `beginnt um ${time}`,
  releasedIn: (countdown) => `Freigabe in ${countdown}`,
  releasedFree: 'Freigegeben: niemand hat eingecheckt',
  nobodyCheckedIn: 'Noch hat niemand eingecheckt',
  awaitsCloud: 'Gehört Ihnen, solange niemand sonst gebucht hat; die Bestätigung steht noch aus',
  closed: 'Dieser Raum ist außer Betrieb',
  starting: 'Der Türrechner dieser Etage wird gesucht',
  notPaired: 'Dieses Panel gehört noch zu keinem Raum. Bitte lassen Sie es von Ihrer IT koppeln.',
  timeUnknown: 'Die Uhrzeit ist nicht bekannt. Check-in und Beenden gehen trotzdem.',
  booked: 'Gebucht',
  span: (from, to) => `${from} bis ${to}`,
  nextAt: (time) => `Danach um ${time}`,
  nextIs: (what) => `Danach: ${what}`,
  seats: (count) => (count === 1 ? '1 Platz' : `${count} Plätze`),

  link: { live: 'Verbunden', local: 'Lokal', stale: 'Lokal', 'cut-off': 'Verbindung verloren' },
  savedHere: (time) =>
    time === null
      ? 'Änderungen werden hier gespeichert'
      : `Änderungen werden hier gespeichert; Stand ${time}`,
  scheduleAsOf: (time) =>
    time === null ? 'Buchungen sind vorläufig' : `Belegung vom Stand ${time}; Buchungen sind vorläufig`,
  asOf: (time) => (time === null ? 'Der Türrechner wird gesucht' : `Stand ${time}`),
  onlyCheckIn: 'Jetzt ist nur der Check-in möglich',
  clockUncertain: 'Uhr ungenau',

  checkIn: 'Einchecken',
  checkInFor: (time) => `Einchecken für ${time}`,
  bookNow: 'Jetzt buchen',
  bookMinutes: (minutes) => `${minutes} min buchen`,
  bookUntil: (time) => `Buchen bis ${time}`,
  minutesUnit: 'min',
  until: 'bis',
  tooShortToBook: 'Die Zeit ist zu kurz für eine Buchung',
  end: 'Termin beenden',
  endQuestion: 'Diesen Termin jetzt beenden?',
  endYes: 'Jetzt beenden',
  endNo: 'Behalten',
  close: 'Schließen',
  timeline: 'Die nächsten Stunden in diesem Raum',

  stillTrying: 'Noch keine Antwort. Bisher ist nichts gespeichert.',
  kept: 'Ihr Check-in ist hier vermerkt und wird gesendet, sobald die Verbindung zurück ist.',
  noAnswer: 'Keine Antwort, daher ist nichts zugesagt. Bitte versuchen Sie es noch einmal.',
  done: (event) => {
    switch (event) {
      case 'checked-in':
        return 'Eingecheckt. Einen guten Termin!';
      case 'booked':
        return 'Gebucht. Der Raum gehört Ihnen.';
      case 'ended':
        return 'Beendet. Danke, dass Sie den Raum freigeben.';
      default:
        return 'Erledigt.';
    }
  },
  proposed:
    'Angefragt. Es gilt, sobald es bestätigt ist; bis dahin gehört der Raum Ihnen, solange ihn niemand sonst hat.',
  refusal: (slug, facts, write) => {
    switch (slug) {
      case 'check-in-not-open-yet': {
        const opens = write.fact(facts, 'opensAt');
        return opens === null ? 'Der Check-in ist noch nicht offen.' : `Der Check-in öffnet um ${opens}.`;
      }
      case 'already-checked-in':
        return 'Es hat schon jemand eingecheckt.';
      case 'taken': {
        const [from, to] = [write.fact(facts, 'start'), write.fact(facts, 'end')];
        return from === null || to === null
          ? 'Diese Zeit ist schon vergeben.'
          : `Der Raum ist von ${from} bis ${to} vergeben.`;
      }
      case 'held':
        return 'Diese Zeit hat gerade jemand anderes angefragt.';
      case 'room-closed':
        return 'Dieser Raum ist außer Betrieb.';
      case 'unknown-booking':
        return 'Diese Buchung gibt es nicht mehr.';
      case 'not-allowed':
        return 'Das ist an diesem Panel nicht erlaubt.';
      case 'too-late':
        return 'Diese Zeit ist schon vorbei.';
      case 'in-use':
        return 'Der Raum ist belegt.';
      case 'changed':
        return 'Die Buchung hat sich inzwischen geändert. Bitte sehen Sie noch einmal nach.';
      case 'over':
        return 'Diese Buchung ist schon vorbei.';
      case 'not-started': {
        const starts = write.fact(facts, 'startsAt');
        return starts === null
          ? 'Diese Buchung hat noch nicht begonnen.'
          : `Diese Buchung beginnt um ${starts}.`;
      }
      case 'too-short': {
        const minutes = minutesOf(facts, 'minimumSeconds');
        return minutes === null
          ? 'Das ist zu kurz für diesen Raum.'
          : `Die kürzeste Buchung dauert hier ${minutes} Minuten.`;
      }
      case 'too-long': {
        const minutes = minutesOf(facts, 'maximumSeconds');
        return minutes === null
          ? 'Das ist zu lang für diesen Raum.'
          : `Die längste Buchung dauert hier ${minutes} Minuten.`;
      }
      case 'too-far-ahead':
        return 'Das liegt zu weit in der Zukunft.';
      case 'clock-uncertain':
        return 'Die Uhrzeit ist dafür nicht genau genug bekannt. Check-in und Beenden gehen trotzdem.';
      case 'nothing-to-undo':
        return 'Es gibt nichts mehr rückgängig zu machen.';
      case 'wrong-direction':
        return 'Das Ende liegt auf der falschen Seite des jetzigen.';
      case 'floor-stopped':
        return 'Auf dieser Etage kann zurzeit nichts entschieden werden. Bitte fragen Sie Ihre IT.';
      case 'too-many-open-requests':
        return 'Zu viele Anfragen warten auf Antwort. Bitte versuchen Sie es später noch einmal.';
      case 'unknown-space':
      case 'already-exists':
      case 'door-only':
      case 'not-releasable':
      case 'not-understood':
      case 'superseded-epoch':
        return 'Das hat nicht geklappt. Bitte fragen Sie Ihre IT.';
      default:
        return null;
    }
  },
};
