import { describe, expect, test } from 'vitest';
import { AgentClock } from './agent-clock';
import { voiceFor } from './i18n';
import { en } from './i18n/en';
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

describe('a voice', () => {
  test('aSiteThatAlsoNamesItsDigitsIsRead', () => {
    const voice = voiceFor('ar-EG-u-nu-arab', en, 'Africa/Cairo', false);
    expect(voice.writtenAt(0).clock(Date.UTC(2026, 10, 23, 9, 5))).toBe('11:05');
  });

  test('aNameFromTheRightDoesNotTurnTheSentence', () => {
    const english = voiceFor('en-GB', en, 'UTC', false);
    expect(english.quote('اجتماع')).toBe('\u2068اجتماع\u2069');
    expect(english.quote('Stand-up')).toBe('Stand-up');
  });
});
