import { minutesOf, type Messages } from './messages';

export const en: Messages = {
  word: {
    starting: 'Starting',
    'not-paired': 'Not paired',
    'time-unknown': 'Time?',
    closed: 'Closed',
    free: 'Free',
    'free-soon': 'Free',
    released: 'Free',
    'check-in-due': 'Check in',
    'in-use': 'In use',
    ending: 'Ending',
  },
  untilTime: (time) => `until ${time}`,
  allDay: 'for the rest of the day',
  startsAt: (time) => `starts at ${time}`,
  releasedIn: (countdown) => `released in ${countdown}`,
  releasedFree: 'Released: nobody checked in',
  nobodyCheckedIn: 'Nobody has checked in yet',
  awaitsCloud: 'Yours while nobody else has it: the booking still waits for confirmation',
  closed: 'This room is out of service',
  starting: 'Looking for the door computer of this floor',
  notPaired: 'This panel does not belong to a room yet. Please ask your IT to pair it.',
  timeUnknown: 'The time is not known. Check-in and end still work.',
  booked: 'Booked',
  span: (from, to) => `${from} to ${to}`,
  nextAt: (time) => `Next at ${time}`,
  nextIs: (what) => `Next: ${what}`,
  seats: (count) => (count === 1 ? '1 seat' : `${count} seats`),

  link: { live: 'Live', local: 'Local', stale: 'Local', 'cut-off': 'Connection lost' },
  savedHere: (time) =>
    time === null ? 'Changes are saved here' : `Changes are saved here; last synced ${time}`,
  scheduleAsOf: (time) =>
    time === null ? 'Bookings are provisional' : `Schedule as of ${time}; bookings are provisional`,
  asOf: (time) => (time === null ? 'Trying to reach the door computer' : `As of ${time}`),
  onlyCheckIn: 'Only check-in is possible now',
  clockUncertain: 'Clock not exact',

  checkIn: 'Check in',
  checkInFor: (time) => `Check in for ${time}`,
  bookNow: 'Book now',
  bookMinutes: (minutes) => `Book ${minutes} min`,
  bookUntil: (time) => `Book until ${time}`,
  minutesUnit: 'min',
  until: 'until',
  tooShortToBook: 'Too little time left to book',
  end: 'End meeting',
  endQuestion: 'End this meeting now?',
  endYes: 'End now',
  endNo: 'Keep it',
  close: 'Close',
  timeline: 'The next hours in this room',

  stillTrying: 'Still trying. Nothing is saved yet.',
  kept: 'Your check-in is kept here and sent as soon as the connection is back.',
  noAnswer: 'No answer, so nothing is promised. Please try again.',
  done: (event) => {
    switch (event) {
      case 'checked-in':
        return 'Checked in. Have a good meeting.';
      case 'booked':
        return 'Booked. The room is yours.';
      case 'ended':
        return 'Ended. Thank you for freeing the room.';
      default:
        return 'Done.';
    }
  },
  proposed: 'Asked. It counts once it is confirmed; until then the room is yours while nobody else has it.',
  refusal: (slug, facts, write) => {
    switch (slug) {
      case 'check-in-not-open-yet': {
        const opens = write.fact(facts, 'opensAt');
        return opens === null ? 'Check-in is not open yet.' : `Check-in opens at ${opens}.`;
      }
      case 'already-checked-in':
        return 'Somebody has checked in already.';
      case 'taken': {
        const [from, to] = [write.fact(facts, 'start'), write.fact(facts, 'end')];
        return from === null || to === null
          ? 'Somebody else has this time.'
          : `Somebody else has the room from ${from} to ${to}.`;
      }
      case 'held':
        return 'Somebody else has just asked for this time.';
      case 'room-closed':
        return 'This room is out of service.';
      case 'unknown-booking':
        return 'This booking no longer exists.';
      case 'not-allowed':
        return 'This is not allowed at this panel.';
      case 'too-late':
        return 'This time is already over.';
      case 'in-use':
        return 'The room is in use.';
      case 'changed':
        return 'The booking has changed meanwhile. Please look again.';
      case 'over':
        return 'This booking is already over.';
      case 'not-started': {
        const starts = write.fact(facts, 'startsAt');
        return starts === null ? 'This booking has not started.' : `This booking starts at ${starts}.`;
      }
      case 'too-short': {
        const minutes = minutesOf(facts, 'minimumSeconds');
        return minutes === null
          ? 'This is too short for this room.'
          : `The shortest booking here takes ${minutes} minutes.`;
      }
      case 'too-long': {
        const minutes = minutesOf(facts, 'maximumSeconds');
        return minutes === null
          ? 'This is too long for this room.'
          : `The longest booking here takes ${minutes} minutes.`;
      }
      case 'too-far-ahead':
        return 'This is too far ahead.';
      case 'clock-uncertain':
        return 'The time is not known well enough for this. Check-in and end still work.';
      case 'nothing-to-undo':
        return 'There is nothing to undo any more.';
      case 'wrong-direction':
        return 'The end is on the wrong side of the present one.';
      case 'floor-stopped':
        return 'Nothing can be decided on this floor at present. Please ask your IT.';
      case 'too-many-open-requests':
        return 'Too many requests wait for an answer. Please try again later.';
      case 'unknown-space':
      case 'already-exists':
      case 'door-only':
      case 'not-releasable':
      case 'not-understood':
      case 'superseded-epoch':
        return 'This did not work. Please ask your IT.';
      default:
        return null;
    }
  },
};
