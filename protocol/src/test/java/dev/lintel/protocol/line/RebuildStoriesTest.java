package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of a floor when a party's memory is missing, doubtful or other than the other's, within an epoch and after a restore.
class RebuildStoriesTest {

    private final Pair pair = new Pair();

    @Test
    void aDoorWithoutItsCopyDecidesNothingAndStillRecordsWhoCame() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().loseCopy().clock("10:01");
        assertThat(pair.touch(book("walk-up", ASPEN, "11:00", "11:30", Origin.DOOR)))
                .isEqualTo(new Answer.Refused(new Rejection.FloorStopped("copy-missing")));
        pair.touch(new BookingCommand.CheckIn(id("review")));
        assertThat(pair.log().getLast().body()).isInstanceOf(Body.Observed.class);
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.SNAPSHOT));
    }

    @Test
    void whoAsksAStoppedDoorAgainAndAgainCameOnce() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().loseCopy().clock("10:01");
        OperationId touch = pair.nextOperation();
        pair.touch(touch, new BookingCommand.CheckIn(id("review")));
        long written = pair.log().size();
        assertThat(pair.door(new DoorInput.Touched(touch, new BookingCommand.CheckIn(id("review")),
                Moment.synchronised(at("10:02")), Optional.empty(), true)))
                .isEqualTo(new Outcome.Answered(new Answer.Refused(new Rejection.FloorStopped("copy-missing"))));
        assertThat(pair.log()).hasSize(Math.toIntExact(written));
    }

    @Test
    void aDoorRebuiltFromASnapshotHasWhatItDecidedAndWhatItAskedSince() {
        pair.line("12:00").touch(book("before", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync();
        Snapshot snapshot = pair.snapshot();
        pair.touch(book("after", ASPEN, "09:30", "10:00", Origin.DOOR));
        pair.touch(book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.loseCopy();
        assertThat(pair.take(snapshot)).isEqualTo(new Outcome.Applied());
        assertThat(pair.atDoor("before").phase().decided()).isTrue();
        assertThat(pair.atDoor("after").phase().decided()).isTrue();
        assertThat(pair.atDoor("past the line").phase()).isInstanceOf(Phase.Requested.class);
        pair.sync();
        assertThat(pair.atDoor("past the line")).isEqualTo(pair.atCloud("past the line"));
        assertThat(pair.door().requests()).isEmpty();
    }

    @Test
    void whatTheCloudWaitsForIsDecidedWithTheSnapshotThatSkipsItsEntry() {
        pair.line("12:00").ask(book("asked", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.loseCopy().take(pair.snapshot());
        assertThat(pair.atDoor("asked").phase()).isInstanceOf(Phase.Confirmed.class);
        pair.sync();
        assertThat(pair.cloud().requests()).isEmpty();
        assertThat(pair.atCloud("asked")).isEqualTo(pair.atDoor("asked"));
    }

    @Test
    void aSnapshotBringsACancellationOfAMeetingThatPeopleAreWaitingFor() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().clock("09:55").somebodyIn(ASPEN).touch(new BookingCommand.CheckIn(id("review")));
        pair.ask(new BookingCommand.Cancel(id("review")));
        pair.loseCopy().take(pair.snapshot());
        assertThat(pair.atDoor("review").phase()).isInstanceOf(Phase.CheckedIn.class);
        pair.sync();
        assertThat(pair.atCloud("review")).isEqualTo(pair.atDoor("review"));
    }

    @Test
    void aSnapshotOlderThanWhatTheDoorHasReadIsDropped() {
        Snapshot old = pair.snapshot();
        pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync();
        assertThat(pair.take(old)).isEqualTo(new Outcome.Repeated());
        assertThat(pair.atDoor("review").phase()).isInstanceOf(Phase.Confirmed.class);
    }

    @Test
    void aSnapshotThatContainsAnotherLogStopsTheDoor() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        Snapshot s = pair.snapshot();
        Snapshot foreign = new Snapshot(s.epoch(), s.generation(), s.line(), s.feed(), new Mark(1, new Hash("ab".repeat(32))),
                s.before(), s.spaces(), s.names(), s.bookings(), s.requests());
        assertThat(pair.take(foreign)).isEqualTo(new Outcome.Halted("log-fork"));
    }

    @Test
    void anEntryTheDoorCouldNotReadIsHealedByASnapshotAndTheLineMovesAgain() {
        pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        Entry entry = pair.feed().getLast();
        pair.door(new DoorInput.FeedArrived(new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(),
                new Body.Unreadable("later", "{}")), Optional.empty(), Moment.synchronised(at("09:00"))));
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.SNAPSHOT));
        pair.take(pair.snapshot());
        assertThat(pair.atDoor("review").phase()).isInstanceOf(Phase.Confirmed.class);
        pair.line("12:00");
        assertThat(pair.door().at().line()).isEqualTo(new Line(at("12:00")));
    }

    @Test
    void anEntryTheCloudCouldNotReadIsHealedByTheDoorsCopy() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        Entry entry = pair.log().getLast();
        pair.cloud(new CloudInput.LogArrived(new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(),
                new Body.Unreadable("later", "{}")), Moment.synchronised(at("09:00"))));
        pair.sync();
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
        assertThat(pair.cloud().understandsAll()).isTrue();
    }

    @Test
    void aDoorThatPutsOldWordsOnTopOfNewerTruthTakesNothingAway() {
        pair.line("12:00").touch(book("unread", ASPEN, "11:00", "11:30", Origin.DOOR));
        pair.clock("09:00").touch(book("first", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.clock("09:20").touch(new BookingCommand.End(id("first")));
        pair.touch(book("next", ASPEN, "09:20", "10:00", Origin.DOOR));
        pair.unreadable().logOnly();
        pair.loseCopy().take(pair.snapshot());
        assertThat(pair.atDoor("next").phase()).isInstanceOf(Phase.CheckedIn.class);
        assertThat(pair.atDoor("first").phase()).isInstanceOf(Phase.Completed.class);
        assertThat(pair.door().proven()).isTrue();
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        assertThat(pair.atCloud("next").phase()).isInstanceOf(Phase.CheckedIn.class);
        assertThat(pair.atCloud("unread")).isEqualTo(pair.atDoor("unread"));
    }

    @Test
    void aDifferenceIsAnAlarmWithBothVersionsAndBeforeTheLineTheDoorsStands() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.ask(book("later", ASPEN, "14:00", "15:00", Origin.CLOUD));
        pair.sync();
        pair.door(new DoorInput.Welcomed(pair.cloud().at().generation()));
        Booking review = pair.atDoor("review");
        Booking later = pair.atDoor("later");
        pair.rotAtDoor(review.as(new Phase.CheckedIn(at("10:00"))));
        pair.rotAtDoor(later.as(new Phase.CheckedIn(at("10:00"))));
        Digest digest = Digest.of(pair.door(), LocalDate.parse("2026-03-02")).orElseThrow();
        assertThat(pair.cloud(new CloudInput.DigestArrived(digest))).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        assertThat(pair.atCloud("review").phase()).isInstanceOf(Phase.CheckedIn.class);
        assertThat(pair.atCloud("later").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(alarms()).contains("state-differs", "booking-differs");
        pair.take(pair.snapshot());
        assertThat(pair.atDoor("later").phase()).isInstanceOf(Phase.Confirmed.class);
    }

    @Test
    void whatOnlyADoorsDiskKnowsPastTheLineTakesNothingFromTheCloud() {
        pair.line("12:00").ask(book("mine", ASPEN, "14:00", "15:00", Origin.CLOUD));
        pair.ask(book("kept", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync();
        Booking ghost = new Booking(id("ghost"), ASPEN, new Slot(at("14:00"), at("15:00")), 1, Optional.empty(),
                Optional.empty(), Origin.DOOR, at("08:00"), new Phase.Confirmed());
        pair.rotAtDoor(ghost);
        DoorCopy copy = DoorCopy.of(pair.door());
        DoorCopy rotten = new DoorCopy(copy.epoch(), copy.line(), copy.feed(), copy.log(), copy.spaces(),
                List.of(ghost, early()), copy.answers());
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), rotten));
        assertThat(pair.atCloud("mine").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.bookingAtCloud("ghost")).isEmpty();
        assertThat(pair.atCloud("kept").phase()).as("what only the cloud has stays").isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.effects()).anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(Effect.Alarm.class,
                alarm -> assertThat(alarm.detail()).startsWith("the door has nothing, the cloud has " + id("kept"))));
    }

    @Test
    void aCopyThatContradictsTheFeedIsDoubtedAndNobodyGivesWay() {
        pair.line("12:00")
                .rotAtDoor(new Booking(id("ghost"), ASPEN, new Slot(at("14:00"), at("15:00")), 1, Optional.empty(),
                        Optional.empty(), Origin.DOOR, at("08:00"), new Phase.Confirmed()));
        pair.ask(book("mine", ASPEN, "14:00", "15:00", Origin.CLOUD));
        pair.sync();
        assertThat(alarms()).contains("copy-contradicted");
        assertThat(pair.touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR)))
                .isEqualTo(new Answer.Refused(new Rejection.FloorStopped("copy-contradicted")));
        pair.greet();
        pair.take(pair.snapshot());
        assertThat(pair.bookingAtDoor("mine")).contains(pair.atCloud("mine"));
        assertThat(pair.bookingAtDoor("ghost")).isEmpty();
        assertThat(pair.atCloud("mine").phase()).isInstanceOf(Phase.Confirmed.class);
    }

    @Test
    void onASnapshotThatContradictsItsOwnWordsADoorBuildsNothing() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.touch(book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.ask(book("asked", ASPEN, "09:45", "10:00", Origin.CLOUD));
        Booking ghost = new Booking(id("ghost"), ASPEN, new Slot(at("09:00"), at("09:30")), 1, Optional.empty(),
                Optional.empty(), Origin.CLOUD, at("08:00"), new Phase.Confirmed());
        Snapshot s = pair.snapshot();
        pair.take(new Snapshot(s.epoch(), s.generation(), s.line(), s.feed(), s.log(), s.before(), s.spaces(), s.names(),
                List.of(ghost), s.requests()));
        assertThat(pair.door().at().standing()).isEqualTo(new Standing.Doubting("copy-contradicted"));
        assertThat(pair.log()).extracting(Entry::body).noneMatch(body -> body instanceof Body.Accepted);
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atDoor("walk-up").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atCloud("asked").phase()).isInstanceOf(Phase.Declined.class);
        assertThat(pair.atDoor("past the line").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.door().requests()).isEmpty();
        assertThat(pair.cloud().requests()).isEmpty();
    }

    private static Booking early() {
        return new Booking(id("early"), ASPEN, new Slot(at("08:00"), at("08:30")), 1, Optional.empty(), Optional.empty(),
                Origin.DOOR, at("08:00"), new Phase.Confirmed());
    }

    @Test
    void statesAreComparedOnlyWhereBothHaveReadTheSame() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.door(new DoorInput.Welcomed(pair.cloud().at().generation()));
        Digest digest = Digest.of(pair.door(), LocalDate.parse("2026-03-02")).orElseThrow();
        assertThat(pair.cloud(new CloudInput.DigestArrived(digest))).isEqualTo(new Outcome.Repeated());
        pair.sync();
        assertThat(pair.cloud(new CloudInput.DigestArrived(digest))).isEqualTo(new Outcome.Applied());
    }

    @Test
    void aCloudThatDoesNotKnowTheDoorsFeedHasForgottenAndAsksBeforeItDecides() {
        pair.line("12:00").sync();
        DoorPosition at = pair.door().at();
        Greeting ahead = new Greeting(at.epoch(), at.generation(), new Line(at("18:00")), at.log(),
                new Mark(at.feed().seq() + 5, new Hash("cd".repeat(32))), true, Optional.empty(), true);
        assertThat(pair.cloud(new CloudInput.Greeted(ahead, Pair.NEXT))).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        assertThat(alarms()).contains("feed-unknown");
        assertThat(pair.cloud().at().generation()).isEqualTo(Pair.NEXT);
        assertThat(pair.cloud().at().line()).isEqualTo(new Line(at("18:00")));
        assertThat(pair.ask(book("next", ASPEN, "20:00", "21:00", Origin.CLOUD)))
                .isEqualTo(new Answer.Refused(new Rejection.FloorStopped("feed-unknown")));
    }

    @Test
    void aRestoredCloudKeepsTheFirstAnswerOfWhatItHasForgotten() {
        pair.line("12:00");
        OperationId operation = pair.nextOperation();
        Answer first = pair.touch(operation, book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.cloud(new CloudInput.Restored(pair.nextOperation(), Pair.NEXT));
        assertThat(pair.greet()).isEqualTo(new Outcome.Welcomed(1, pair.door().at().feed().seq() + 1, Coming.COPY));
        pair.logOnly();
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        assertThat(pair.ask(operation, book("other", ASPEN, "15:00", "16:00", Origin.CLOUD))).isEqualTo(first);
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.SNAPSHOT));
        pair.take(pair.snapshot());
        assertThat(pair.door().at().epoch()).isEqualTo(2);
        pair.sync();
        assertThat(pair.atDoor("walk-up")).isEqualTo(pair.atCloud("walk-up"));
    }

    @Test
    void anAdministratorWhoDoesNotWaitIsToldOfEachClash() {
        pair.line("12:00");
        pair.touch(book("walk-up", ASPEN, "11:00", "12:00", Origin.DOOR));
        pair.cloud(new CloudInput.Restored(pair.nextOperation(), Pair.NEXT));
        assertThat(pair.cloud(new CloudInput.Waived(pair.nextOperation()))).isEqualTo(new Outcome.Applied());
        assertThat(alarms()).contains("waived-by-force");
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
        Booking mine = new Booking(id("mine"), ASPEN, new Slot(at("14:00"), at("15:00")), 1, Optional.empty(), Optional.empty(),
                Origin.CLOUD, at("08:00"), new Phase.Confirmed());
        pair.ask(book("mine", ASPEN, "14:00", "15:00", Origin.CLOUD));
        Booking theirs = new Booking(id("theirs"), ASPEN, mine.slot(), 1, Optional.empty(), Optional.empty(), Origin.DOOR,
                at("08:00"), new Phase.Confirmed());
        Mark last = pair.cloud().at().log();
        Head head = Head.about(pair.nextOperation(), theirs);
        Body body = new Body.Happened(new dev.lintel.protocol.booking.BookingEvent.Booked(), theirs);
        pair.cloud(new CloudInput.LogArrived(Entry.after(last, head, body, new dev.lintel.protocol.wire.Sha256Chain()),
                Moment.synchronised(at("08:00"))));
        assertThat(alarms()).contains("clash");
        assertThat(pair.atCloud("mine").phase()).isInstanceOf(Phase.Declined.class);
    }

    @Test
    void aBranchOfTheLogThatTheCloudNeverSawBecomesLateWords() {
        pair.line("12:00").touch(book("seen", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.logOnly();
        Entry seen = pair.log().getLast();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        Snapshot s = pair.snapshot();
        Snapshot other = new Snapshot(s.epoch(), s.generation(), s.line(), s.feed(), s.log(),
                new Mark(seen.seq(), new Hash("ef".repeat(32))), s.spaces(), s.names(), List.of(), s.requests());
        assertThat(pair.take(other)).isEqualTo(new Outcome.Applied());
        assertThat(alarms()).contains("late-words");
        assertThat(pair.log()).extracting(Entry::body).hasAtLeastOneElementOfType(Body.Late.class);
        assertThat(pair.door().booking(id("seen"))).isEmpty();
    }

    @Test
    void whoeverComesBackAfterAnotherDoorStoodInItsPlaceOnlyWishes() {
        pair.line("12:00").touch(book("unsent", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        assertThat(pair.take(pair.snapshot())).isEqualTo(new Outcome.Applied());
        assertThat(alarms()).contains("late-words");
        assertThat(pair.log()).extracting(Entry::body).allSatisfy(body -> assertThat(body).isInstanceOf(Body.Late.class));
        pair.sync();
        assertThat(pair.atDoor("unsent").phase()).as("a wish that its owner granted").isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atCloud("unsent")).isEqualTo(pair.atDoor("unsent"));
    }

    @Test
    void whoeverComesBackAfterTheCloudDecidedAloneTakesNothingAway() {
        pair.line("12:00").touch(book("unsent", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.cloud(new CloudInput.DoorRemoved(pair.nextOperation(), true, Moment.synchronised(at("08:30"))));
        assertThat(pair.ask(book("meanwhile", ASPEN, "10:30", "11:30", Origin.CLOUD))).isInstanceOf(Answer.Done.class);
        assertThat(pair.take(pair.snapshot())).isEqualTo(new Outcome.Applied());
        pair.sync();
        assertThat(alarms()).contains("late-words").doesNotContain("clash");
        assertThat(pair.atCloud("meanwhile").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atDoor("meanwhile")).isEqualTo(pair.atCloud("meanwhile"));
    }

    @Test
    void anAnswerOnABranchThatNobodyFollowedIsGivenAnew() {
        pair.line("12:00").ask(book("asked", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.feedOnly();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        Snapshot s = pair.snapshot();
        pair.take(new Snapshot(s.epoch(), s.generation(), s.line(), s.feed(), s.log(), new Mark(1, new Hash("ef".repeat(32))),
                s.spaces(), s.names(), s.bookings(), s.requests()));
        pair.sync();
        assertThat(pair.atCloud("asked").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.bookingAtDoor("asked")).contains(pair.atCloud("asked"));
        assertThat(pair.touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR))).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aSeriesAcrossTheLineIsAnsweredOccurrenceByOccurrence() {
        pair.line("12:00").touch(book("in the way", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync();
        OperationId series = pair.nextOperation();
        List<BookingCommand.Book> occurrences = new ArrayList<>();
        for (int day = 0; day < 50; day++) {
            Instant start = at("09:00").plusSeconds(86_400L * day);
            occurrences
                    .add(new BookingCommand.Book(id("weekly " + day), ASPEN, Slot.of(start, java.time.Duration.ofMinutes(30)),
                            Optional.empty(), Optional.of("Stand-up"), Origin.CLOUD));
        }
        occurrences.add(book("weekly late", ASPEN, "11:00", "11:30", Origin.CLOUD));
        List<Answer> answers = answered(series, occurrences);
        assertThat(answers.getFirst()).isInstanceOfSatisfying(Answer.Refused.class,
                refused -> assertThat(refused.why().slug()).isEqualTo("taken"));
        assertThat(answers.subList(1, 50)).allSatisfy(answer -> assertThat(answer).isInstanceOf(Answer.Done.class));
        assertThat(answers.getLast()).isInstanceOf(Answer.Waiting.class);
        assertThat(answered(series, occurrences)).isEqualTo(answers);
        pair.sync();
        assertThat(pair.atDoor("weekly late").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atCloud("weekly late")).isEqualTo(pair.atDoor("weekly late"));
    }

    private List<Answer> answered(OperationId series, List<BookingCommand.Book> occurrences) {
        return Series.asked(series, occurrences, Moment.synchronised(at("08:00")))
                .stream()
                .map(input -> ((Outcome.Answered) pair.cloud(input)).answer())
                .toList();
    }

    @Test
    void aDoorFromAnEpochThisCloudNeverSawIsAskedForEverything() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        DoorCopy later = new DoorCopy(3, pair.door().at().line(), pair.door().at().feed(), pair.door().at().log(), List.of(),
                pair.door().bookings().toList(), DoorCopy.of(pair.door()).answers());
        Greeting fromLater = new Greeting(3, Optional.of(new Generation(new UUID(1, 9))), later.line(), later.log(),
                later.feed(), true, Optional.empty(), true);
        assertThat(pair.cloud(new CloudInput.Greeted(fromLater, Pair.NEXT))).isEqualTo(
                new Outcome.Welcomed(1, later.feed().seq() + 1, Coming.COPY));
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), later));
        assertThat(pair.cloud().at().epoch()).isEqualTo(4);
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
    }

    private List<String> alarms() {
        return pair.effects()
                .stream()
                .filter(Effect.Alarm.class::isInstance)
                .map(effect -> ((Effect.Alarm) effect).kind())
                .toList();
    }
}
