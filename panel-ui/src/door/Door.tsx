import { joined, linkDetail, wordingOf } from './wording';
import { Day } from './Day';
import { pictogramOf, toneOf } from './looks';
import { NoticeBar, noticeWords } from './NoticeBar';
import { Offers } from './Offers';
import type { Panel } from './panel';
import { Pictogram } from './Pictogram';
import { qrPath } from './qr';
import { actionOf, laterMinutes, type Offer } from './offering';
import { shiftAt } from './glass';
import type { Tool } from './screen';
import type { Instant } from '../shared/instant';
import type { Room } from '../shared/wire';
import { SheetBox } from './SheetBox';
import { sheetOf, type Move, type Sheet } from './sheets';

/** The whole screen, drawn anew from what the panel knows; Preact changes only what differs. */
export function Door({ panel }: { panel: Panel }) {
  const { screen, voice, now, knowledge, house, notice } = panel;
  const { face, link } = screen;
  const write = voice.writtenAt(now);
  const room = knowledge.kind === 'room' ? knowledge.room : null;
  const timeKnown = room !== null && room.clock !== 'unknown';
  const wording = wordingOf(face, voice, write, now);
  const [x, y] = shiftAt(now);
  const tone = toneOf(screen);

  const sheet = panel.sheet;
  const shown = sheet && sheetOf(sheet, screen, room, house.languages, voice, write, now);

  function take(offer: Offer): void {
    if (offer.kind === 'end' || offer.kind === 'extend') {
      panel.open({ kind: offer.kind, booking: offer.booking.id });
    } else {
      panel.act(actionOf(offer));
    }
  }

  function move(step: Move): void {
    switch (step.to) {
      case 'act':
        panel.act(step.action);
        return;
      case 'open':
        panel.open(step.sheet);
        return;
      case 'speak':
        panel.open(null);
        panel.speak(step.language);
        return;
      case 'unlock':
        panel.unlock(step.unlock);
        return;
    }
  }

  return (
    <main
      data-screen={face.kind}
      data-link={link.kind}
      data-seq={room?.seq}
      data-tone={tone}
      class={house.purple ? 'purple' : undefined}
      style={{ transform: `translate(${x}px,${y}px)` }}
    >
      <div class="frame" aria-hidden="true" />
      <header>
        <h1 dir="auto" style={letters(panel.title)}>
          {panel.title}
        </h1>
        <div class="aside">
          {timeKnown && <div class="clock">{write.clock(now)}</div>}
          <div class="place">
            {room &&
              joined(
                voice.quote(room.space.floor ?? ''),
                room.space.capacity ? voice.say('seats', { count: room.space.capacity }) : '',
              )}
          </div>
        </div>
      </header>

      <section class="glance">
        <div class="word-row">
          <p class="word" role="status" style={letters(wording.word)}>
            {wording.word}
          </p>
          {face.kind === 'not-paired' && face.code !== null ? (
            <Code text={face.code.code} />
          ) : (
            <Pictogram name={pictogramOf(screen)} />
          )}
        </div>
        {wording.line !== '' && (
          <p class="line" style={letters(wording.line)}>
            {wording.line}
          </p>
        )}
        {wording.about !== '' && (
          <p class={room === null || wording.line === '' ? 'about alone' : 'about'}>{wording.about}</p>
        )}
      </section>

      <Offers
        screen={screen}
        touches={panel.touches}
        heading={wording.about === ''}
        now={now}
        voice={voice}
        write={write}
        take={take}
      />

      <div class="foot">
        <div class="facts">
          {timeKnown && !room.closed && <Day room={room} now={now} voice={voice} write={write} />}
          {link.kind !== 'connecting' && (
            <p class="link" data-kind={link.kind}>
              <Pictogram
                name={link.kind === 'live' ? 'linked' : link.kind === 'cut-off' ? 'warning' : 'disk'}
              />
              <span>
                <b>{voice.say(`link-${link.kind}`)}</b>
                {after(linkDetail(link, room === null, panel.waiting, voice, write))}
                {room?.clock === 'uncertain' && ` · ${voice.say('clock-uncertain')}`}
              </span>
            </p>
          )}
        </div>
        {screen.tools.map((tool) => (
          <button
            key={tool}
            class="tool"
            aria-label={voice.say(tool)}
            onClick={() => panel.open(sheetFor(tool, room, panel.now))}
          >
            <Pictogram name={tool} />
          </button>
        ))}
      </div>

      {notice !== null && (
        <NoticeBar
          notice={notice}
          room={room}
          now={now}
          voice={voice}
          write={write}
          act={(action) => panel.act(action)}
          open={(next) => panel.open(next)}
          close={() => panel.closeNotice()}
        />
      )}
      {notice === null && panel.sending && (
        <div class="notice" data-notice="sending" aria-hidden="true">
          <p>…</p>
        </div>
      )}
      {sheet && shown && (
        <SheetBox key={sheet.kind} sheet={sheet} shown={shown} voice={voice} write={write} move={move} />
      )}
      {/* Readers speak what changes in a place that was there before, and nothing of a place that comes with its words. */}
      <p class="unseen" role="status">
        {notice !== null
          ? noticeWords(notice, voice, write)
          : link.kind === 'cut-off'
            ? voice.say('link-cut-off')
            : ''}
      </p>
      {panel.brightness < 1 && <div class="night" style={{ opacity: 1 - panel.brightness }} />}
    </main>
  );
}

function Code({ text }: { text: string }) {
  const { size, path } = qrPath(text);
  return (
    <svg class="code" viewBox={`-2 -2 ${size + 4} ${size + 4}`} aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

const USUAL_MINUTES = 30;

function sheetFor(tool: Tool, room: Room | null, now: Instant): Sheet {
  switch (tool) {
    case 'later': {
      const allowed = room === null ? [] : laterMinutes(room.policy);
      return {
        kind: 'later',
        minutes: allowed.find((each) => each >= USUAL_MINUTES) ?? allowed[0] ?? USUAL_MINUTES,
        from: now,
      };
    }
    case 'rooms':
      return { kind: 'rooms', rooms: null };
    case 'report':
    case 'language':
      return { kind: tool };
  }
}

function after(detail: string): string {
  return detail === '' ? '' : `: ${detail}`;
}

/** How many letters a line must make room for; lines that are too long for full size get smaller letters. */
function letters(text: string): Record<string, string> {
  return { '--letters': String(Math.max(4, text.length)) };
}
