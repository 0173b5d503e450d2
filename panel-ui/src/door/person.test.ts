import { describe, expect, test } from 'vitest';
import { ENGLISH, HELLO, STATE } from '../shared/testing';
import { de } from '../shared/i18n/de';
import type { Words } from '../shared/i18n/words';
import { beating, CHECK_IN, paired } from './panel.testing';
import { IDLE_MILLIS } from './visitor';

describe('the person before the door', () => {
  test('findsItAsItIsAfterTheLastOneLeft', async () => {
    const { machine, panel } = await paired();
    panel.touched();
    panel.open({ kind: 'report' });
    panel.speak('de');
    await machine.pass(0);
    expect(panel.voice.language).toBe('de');
    panel.touched();
    panel.open({ kind: 'language' });
    await beating(machine, IDLE_MILLIS);
    expect(panel.sheet).toBeNull();
    await machine.pass(0);
    expect(panel.voice.language).toBe('en');
  });

  test('isToldWhenALanguageCannotBeHad', async () => {
    const { machine, panel } = await paired();
    panel.speak('fr');
    await machine.pass(0);
    expect(panel.notice).toEqual({ kind: 'page-failed' });
    expect(panel.voice.language).toBe('en');
  });

  test('readsTheSitesLanguageEvenIfThePageCameInAnother', async () => {
    const { machine, panel, meet } = await paired();
    meet({ ...HELLO, locale: 'de-AT' });
    await machine.pass(0);
    expect(panel.voice.say('word-free')).toBe('Frei');
  });

  test('wakesADarkScreen', async () => {
    const { panel, meet } = await paired();
    meet({ ...HELLO, night: { from: '00:00', until: '23:59', brightnessPercent: 20 } });
    expect(panel.brightness).toBe(0.2);
    panel.touched();
    expect(panel.brightness).toBe(1);
  });

  test('findsRoomsWhereTheEdgeFindsThem', async () => {
    const { machine, panel } = await paired();
    panel.open({ kind: 'rooms', rooms: null });
    const [sent] = machine.latest.actions;
    expect(sent?.action).toEqual({ kind: 'find', minutes: 30 });
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'found', rooms: [] });
    expect(panel.sheet).toEqual({ kind: 'rooms', rooms: [] });
    expect(panel.notice).toBeNull();
  });

  test('isAskedForAPinWhereTheRoomWantsOneAndAgainWhenItIsWrong', async () => {
    const { machine, panel } = await paired();
    const end = { kind: 'end', booking: 'b' } as const;
    machine.latest.hears({ ...STATE, unlock: { end: ['pin', 'retina'] } });
    panel.act(end);
    expect(machine.latest.actions).toEqual([]);
    panel.unlock({ pin: '1111' });
    const [sent] = machine.latest.actions;
    expect(sent?.unlock).toEqual({ pin: '1111' });
    const problem = { slug: 'unlock-wrong', title: '', detail: '', facts: { triesLeft: 2 } };
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'refused', problem });
    expect(panel.sheet).toMatchObject({ kind: 'unlock', action: end, ways: ['pin'], typed: '' });
  });

  test('isNotAskedForAPinWhenTheyHaveLongGone', async () => {
    const { machine, panel, cut, heal } = await paired();
    machine.latest.hears({ ...STATE, unlock: { 'check-in': ['pin'] } });
    panel.act(CHECK_IN);
    machine.status = null;
    await cut(2_000);
    panel.unlock({ pin: '1111' });
    await machine.pass(600_000);
    await heal();
    const problem = { slug: 'unlock-wrong', title: '', detail: '', facts: { triesLeft: 2 } };
    machine.latest.hears({ type: 'answer', op: machine.latest.actions[0]?.op, outcome: 'refused', problem });
    expect(panel.sheet).toBeNull();
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { slug: 'unlock-wrong' } });
  });

  test('whoeverOpenedAQuestionItDoesNotStay', async () => {
    const { machine, panel } = await paired();
    panel.open({ kind: 'language' });
    await beating(machine, IDLE_MILLIS);
    expect(panel.sheet).toBeNull();
  });

  test('isNotAskedWhatCannotBeAnsweredAnyMore', async () => {
    const { machine, panel, cut, heal } = await paired();
    const open = { ...STATE, openings: [], issueKinds: ['display'], unlock: { end: ['pin'] } };
    machine.latest.hears(open);
    const sheets = [
      { kind: 'later', minutes: 30, from: 0 },
      { kind: 'report' },
      { kind: 'rooms', rooms: [] },
      { kind: 'unlock', action: { kind: 'end', booking: 'b' }, ways: ['pin'], typed: '', refused: null },
    ] as const;
    for (const sheet of sheets) {
      panel.open(sheet);
      expect(panel.sheet).toEqual(sheet);
      machine.status = null;
      await cut(2_000);
      expect(panel.sheet).toBeNull();
      await heal();
      machine.latest.hears(open);
      expect(panel.sheet).toBeNull();
    }
  });

  test('isNotAskedWhetherToEndAMeetingThatIsOver', async () => {
    const { machine, panel } = await paired();
    const used = { ...STATE, bookings: [{ ...STATE.bookings[0], phase: 'checked-in' }] };
    machine.latest.hears(used);
    panel.open({ kind: 'end', booking: 'b' });
    expect(panel.sheet).not.toBeNull();
    machine.latest.hears({ ...STATE, bookings: [] });
    machine.latest.hears(used);
    expect(panel.sheet).toBeNull();
  });

  test('keepsTheirLanguageAndTheirQuestionOverABlip', async () => {
    const { machine, panel, told, meet, cut } = await paired();
    panel.touched();
    panel.speak('de');
    await machine.pass(0);
    panel.open({ kind: 'language' });
    await cut(500);
    meet();
    await machine.pass(0);
    expect(panel.voice.language).toBe('de');
    expect(panel.sheet).toEqual({ kind: 'language' });
    meet({ ...HELLO, hour12: true });
    expect(panel.voice.language).toBe('de');
    expect(panel.voice.writtenAt(0).clock(0)).toContain('1:00');
    expect(told.fetched).toEqual(['de']);
  });

  test('aHouseThatSaysTheSameAgainIsNotTranslatedAgain', async () => {
    const { machine, panel, told, meet } = await paired();
    meet({ ...HELLO, locale: 'de-DE' });
    await machine.pass(0);
    meet({ ...HELLO, locale: 'de-DE' });
    expect(panel.voice.language).toBe('de');
    expect(told.fetched).toEqual(['de']);
  });

  test('ofTwoLanguagesTheLastWishCounts', async () => {
    const { machine, panel, told } = await paired();
    let late: (words: Words) => void = () => undefined;
    told.slowWords = new Promise((resolve) => (late = resolve));
    panel.speak('fr');
    told.slowWords = null;
    panel.speak('de');
    await machine.pass(0);
    late(ENGLISH);
    await machine.pass(0);
    expect(panel.voice.language).toBe('de');
  });

  test('wordsThatComeWhenTheyHaveGoneAreNotSpoken', async () => {
    const { machine, panel, told } = await paired();
    let late: (words: Words) => void = () => undefined;
    told.slowWords = new Promise((resolve) => (late = resolve));
    panel.touched();
    panel.speak('de');
    await beating(machine, IDLE_MILLIS);
    late(de);
    await machine.pass(0);
    expect(panel.voice.language).toBe('en');
  });

  test('seesAtOnceThatATouchWasTakenAlsoASecondOne', async () => {
    const { machine, panel, painted } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    expect(panel.sending).toBe(true);
    const before = painted();
    panel.act({ kind: 'book', start: '2026-11-23T12:00:00Z', minutes: 30 });
    expect(painted()).toBeGreaterThan(before);
    expect(machine.latest.actions).toHaveLength(1);
    await beating(machine, 25_000);
    expect(panel.sending).toBe(false);
  });

  test('isNotLeftWithASearchThatWasRefused', async () => {
    const { machine, panel } = await paired();
    panel.open({ kind: 'rooms', rooms: null });
    const problem = { slug: 'too-many-requests', title: '', detail: '', facts: {} };
    machine.latest.hears({ type: 'answer', op: machine.latest.actions[0]?.op, outcome: 'refused', problem });
    expect(panel.sheet).toBeNull();
    expect(panel.notice?.kind).toBe('told');
  });

  test('hearsOfEveryProposalWhateverElseWasAskedMeanwhile', async () => {
    const { machine, panel } = await paired();
    const answer = (op: string | undefined, more: object): void =>
      machine.latest.hears({ type: 'answer', op, ...more });
    panel.act({ kind: 'book', start: null, minutes: 30 });
    const [booked] = machine.latest.actions;
    answer(booked?.op, { outcome: 'proposed', booking: 'n' });
    panel.act({ kind: 'extend', booking: 'b', end: '2026-11-23T11:00:00Z' });
    answer(machine.latest.actions[1]?.op, { outcome: 'proposed', booking: 'b' });
    panel.open({ kind: 'rooms', rooms: null });
    answer(machine.latest.actions[2]?.op, { outcome: 'found', rooms: [] });
    const problem = { slug: 'taken', title: '', detail: '', facts: {} };
    answer(booked?.op, { outcome: 'refused', problem });
    expect(panel.notice).toMatchObject({ kind: 'told', op: booked?.op, outcome: { slug: 'taken' } });
    answer(machine.latest.actions[1]?.op, { outcome: 'done', event: 'extended', booking: 'b' });
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { event: 'extended' } });
  });

  test('aProposalIsAskedForAgainAfterACutButNotForEver', async () => {
    const { machine, panel, meet, cut } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    const [sent] = machine.latest.actions;
    const proposed = { type: 'answer', op: sent?.op, outcome: 'proposed', booking: 'n' };
    machine.latest.hears(proposed);
    await beating(machine, 6_000);
    await cut(300);
    meet();
    expect(machine.latest.actions).toEqual([sent]);
    machine.latest.hears(proposed);
    expect(panel.notice).toBeNull();
    await beating(machine, 600_000);
    await cut(300);
    meet();
    expect(machine.latest.actions).toEqual([]);
  });

  test('hearsTheCloudsLateAnswerToAProposal', async () => {
    const { machine, panel } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    const [sent] = machine.latest.actions;
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'proposed', booking: 'n' });
    await beating(machine, 60_000);
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'done', event: 'booked', booking: 'n' });
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { kind: 'done', event: 'booked' } });
  });
});
