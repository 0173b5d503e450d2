import type { Voice, Written } from '../shared/i18n';
import type { Instant } from '../shared/instant';
import { actionOf, whyNotNow, type Offer } from './offering';
import type { Screen } from './screen';
import { same, type Touch } from './touches';
import { about } from './wording';

interface Props {
  screen: Screen;
  touches: readonly Touch[];
  /** False where something weightier needs the room above the buttons. */
  heading: boolean;
  now: Instant;
  voice: Voice;
  write: Written;
  take: (offer: Offer) => void;
}

/** What can be done now: at most one touch away, two where something is asked first. */
export function Offers({ screen, touches, heading, now, voice, write, take }: Props) {
  const { offers, face } = screen;
  const { say } = voice;
  // Without a time there is no "this meeting": each offer then names its own.
  const listed = face.kind === 'time-unknown';
  const books = offers.some((each) => each.kind === 'book');
  const why = whyNotNow(face, screen.link, offers);

  function label(offer: Offer): string {
    switch (offer.kind) {
      case 'book':
        return offer.until === null
          ? say('book-minutes', { minutes: offer.minutes })
          : say('book-until', { time: write.clock(offer.until) });
      case 'check-in':
        // Beside the running meeting's own button, a check-in for the one after must say so.
        return !listed && offers[0] !== offer && offer.booking.startAt > now
          ? say('check-in-for', { time: write.clock(offer.booking.startAt) })
          : say('check-in');
      case 'start-early':
        return say('start-early', { time: write.clock(offer.booking.startAt) });
      case 'keep':
      case 'end':
      case 'extend':
      case 'undo':
        return say(offer.kind);
    }
  }

  return (
    <section class="act">
      {books && heading && (
        <div class="heading" aria-hidden="true">
          {say('book-now')}
        </div>
      )}
      {why !== null && (
        <div class="heading">
          {why === 'too-short' ? say('too-short-to-book') : say('book-from', { time: write.time(why) })}
        </div>
      )}
      {offers.length > 0 && (
        <div
          class="row"
          data-count={offers.length}
          role="group"
          aria-label={books ? say('book-now') : undefined}
        >
          {offers.map((offer, index) => (
            <button
              key={keyOf(offer)}
              class={lookOf(offer, index === 0 || listed)}
              aria-busy={touches.some((each) => same(each.action, actionOf(offer)))}
              aria-label={
                listed && 'booking' in offer
                  ? `${label(offer)}: ${about(offer.booking, voice)}`
                  : label(offer)
              }
              onClick={() => take(offer)}
            >
              {offer.kind === 'book' ? (
                <Length offer={offer} voice={voice} write={write} />
              ) : (
                <span class="label">{label(offer)}</span>
              )}
              {listed && 'booking' in offer && (
                <small class="whose">
                  {write.clock(offer.booking.startAt)} {about(offer.booking, voice)}
                </small>
              )}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function Length({
  offer,
  voice,
  write,
}: {
  offer: Extract<Offer, { kind: 'book' }>;
  voice: Voice;
  write: Written;
}) {
  return offer.until === null ? (
    <>
      <span>{offer.minutes}</span> <small>{voice.say('min')}</small>
    </>
  ) : (
    <>
      <small>{voice.say('until')}</small> <span class="until">{write.clock(offer.until)}</span>
    </>
  );
}

function lookOf(offer: Offer, main: boolean): string {
  if (offer.kind === 'book') {
    return offer.until === null ? 'quick' : 'quick till';
  }
  return main ? 'main' : '';
}

function keyOf(offer: Offer): string {
  switch (offer.kind) {
    case 'book':
      return `book${offer.until === null ? offer.minutes : ''}`;
    case 'undo':
      return offer.kind;
    default:
      return offer.kind + offer.booking.id;
  }
}
