import { describe, expect, test } from 'vitest';
import { AgentClock } from './agent-clock';
import { voiceFor } from './i18n';
import { readInstant } from './instant';
import { newOperation } from './operation';

describe('the agent clock', () => {
  test('itFollowsTheAgentAndNotTheTablet', () => {
    let monotonic = 0;
    const clock = new AgentClock(() => monotonic);
    expect(clock.now()).toBeNull();
    clock.heard(1_000_000);
    monotonic = 500;
    expect(clock.now()).toBe(1_000_500);
  });

  test('aDelayedMessageDoesNotSetItBack', () => {
    let monotonic = 0;
    const clock = new AgentClock(() => monotonic);
    clock.heard(1_000_000);
    monotonic = 5_000;
    clock.heard(1_004_400);
    expect(clock.now()).toBe(1_005_000);
  });

  test('aJumpOfTheAgentIsFollowedBothWays', () => {
    const clock = new AgentClock(() => 0);
    clock.heard(1_000_000);
    clock.heard(500_000);
    expect(clock.now()).toBe(500_000);
    clock.heard(9_000_000);
    expect(clock.now()).toBe(9_000_000);
  });
});

describe('instants', () => {
  test.each([
    ['2026-11-23T09:00:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T09:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T09:00:00.123456789Z', Date.UTC(2026, 10, 23, 9, 0, 0, 123)],
    ['2026-11-23T09:00:00.5Z', Date.UTC(2026, 10, 23, 9, 0, 0, 500)],
    ['2026-11-23 09:00:00', null],
    ['2026-11-23T09:00:00', null],
    ['yesterday', null],
  ])('%s', (written, expected) => {
    expect(readInstant(written)).toBe(expected);
  });
});

test('anOperationIsAVersion4Uuid', () => {
  expect(newOperation((bytes) => bytes.fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  expect(newOperation((bytes) => bytes.fill(0))).toBe('00000000-0000-4000-8000-000000000000');
});

describe('the voice', () => {
  const now = Date.UTC(2026, 10, 23, 9, 5);

  test.each([
    ['en-GB', 'Europe/Berlin', false, '10:05'],
    ['en-US', 'America/New_York', true, '4:05 AM'],
    ['de-DE', 'Europe/Berlin', false, '10:05'],
    ['no locale!', 'Mars/Olympus', false, '09:05'],
  ])('%s in %s', (locale, zone, hour12, expected) => {
    expect(
      voiceFor(locale, zone, hour12)
        .writtenAt(now)
        .time(now)
        .replace(/\u202f/g, ' '),
    ).toBe(expected);
  });

  test('midnightIsNeverTwentyFour', () => {
    const midnight = Date.UTC(2026, 10, 23);
    expect(voiceFor('en-US', 'UTC', false).writtenAt(midnight).time(midnight)).toBe('00:00');
  });

  test('anotherDayIsNamed', () => {
    const yesterday = now - 24 * 3_600_000;
    expect(voiceFor('de-DE', 'Europe/Berlin', false).writtenAt(now).time(yesterday)).toBe('So 10:05');
  });

  test('aLanguageWithoutWordsSpeaksEnglish', () => {
    expect(voiceFor('sv-SE', 'Europe/Stockholm', false).say.word.free).toBe('Free');
    expect(voiceFor('de-AT', 'Europe/Vienna', false).say.word.free).toBe('Frei');
  });

  test('hoursLieWhereTheZonePutsThem', () => {
    expect(voiceFor('en-IN', 'Asia/Kolkata', false).minuteOfHour(now)).toBe(35);
  });

  test('aRefusalCarriesItsFacts', () => {
    const voice = voiceFor('en-GB', 'Europe/Berlin', false);
    const facts = { opensAt: '2026-11-23T09:50:00Z' };
    expect(voice.say.refusal('check-in-not-open-yet', facts, voice.writtenAt(now))).toBe(
      'Check-in opens at 10:50.',
    );
    expect(voice.say.refusal('brand-new', {}, voice.writtenAt(now))).toBeNull();
  });
});
