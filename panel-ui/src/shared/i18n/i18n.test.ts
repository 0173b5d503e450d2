import { describe, expect, test } from 'vitest';
import { de } from './de';
import { en } from './en';
import { countdown, LANGUAGES, languageOf, speakable, voiceFor } from './index';
import { EVERY_LANGUAGE, EVERY_VOICE } from './voices.test-data';

const NOW = Date.UTC(2026, 10, 23, 9, 5);

describe('the voice', () => {
  test.each([
    ['en-GB', 'Europe/Berlin', false, '10:05'],
    ['en-US', 'America/New_York', true, '4:05 AM'],
    ['ar-EG', 'Europe/Berlin', false, '10:05'],
    ['de-DE', 'Europe/Berlin', false, '10:05'],
    ['no locale!', 'Mars/Olympus', false, '09:05'],
  ])('%s in %s', (locale, zone, hour12, expected) => {
    const time = voiceFor(locale, en, zone, hour12).writtenAt(NOW).time(NOW);
    expect(time.replace(/\u202f/g, ' ')).toBe(expected);
  });

  test('midnightIsNeverTwentyFour', () => {
    const midnight = Date.UTC(2026, 10, 23);
    const voice = voiceFor('en-US', en, 'UTC', false);
    expect(voice.writtenAt(midnight).time(midnight)).toBe('00:00');
    expect(voice.minuteOfDay(midnight)).toBe(0);
  });

  test('anotherDayIsNamed', () => {
    const yesterday = NOW - 24 * 3_600_000;
    expect(voiceFor('de-DE', de, 'Europe/Berlin', false).writtenAt(NOW).time(yesterday)).toBe('So 10:05');
  });

  test('aLanguageWithoutWordsIsEnglish', () => {
    expect([languageOf('sv-SE'), languageOf('de-AT'), languageOf('!')]).toEqual(['en', 'de', 'en']);
  });

  test('hoursLieWhereTheZonePutsThem', () => {
    expect(voiceFor('en-IN', en, 'Asia/Kolkata', false).minuteOfDay(NOW)).toBe(14 * 60 + 35);
  });

  test('countdownsAreMinutesAndSeconds', () => {
    expect([countdown(272_000), countdown(9_001), countdown(-5)]).toEqual(['4:32', '0:10', '0:00']);
  });
});

describe('sentences', () => {
  const voice = voiceFor('en-GB', en, 'Europe/Berlin', false);
  const write = voice.writtenAt(NOW);

  test('aRefusalCarriesItsFacts', () => {
    const facts = speakable({ opensAt: '2026-11-23T09:50:00Z' }, write);
    expect(voice.sayIf('refused-check-in-not-open-yet', facts)).toBe('Check-in opens at 10:50.');
    expect(voice.sayIf('refused-too-short', speakable({ minimumSeconds: 900 }, write))).toContain(
      '15 minutes',
    );
    expect(voice.sayIf('refused-brand-new', {})).toBeNull();
  });

  test('aMissingFactLeavesASentenceWithoutIt', () => {
    expect(voice.sayIf('refused-check-in-not-open-yet', {})).toBe('Check-in is not open yet.');
    expect(voice.say('as-of', { time: null })).toBe('Trying to reach the door computer');
  });

  test.each([
    ['en', 1, '1 seat'],
    ['en', 6, '6 seats'],
    ['pl', 1, '1 miejsce'],
    ['pl', 3, '3 miejsca'],
    ['pl', 12, '12 miejsc'],
    ['ar', 6, '6 مقاعد'],
    ['ar', 24, '24 مقعدًا'],
  ])('%s counts %i', (language, count, expected) => {
    const [, counting] = EVERY_VOICE.find(([each]) => each === language) ?? [];
    expect(counting?.say('seats', { count })).toBe(expected);
  });

  test('everyLanguageOfferedHasWordsAndNoOthers', () => {
    expect(Object.keys(LANGUAGES)).toEqual(Object.keys(EVERY_LANGUAGE));
    for (const words of Object.values(EVERY_LANGUAGE)) {
      expect(Object.keys(words)).toEqual(Object.keys(en));
    }
  });
});
