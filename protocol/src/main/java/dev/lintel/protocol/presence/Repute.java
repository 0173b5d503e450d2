package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is remembered of one sensor. All but what it said lately and the instant outlives a restart.
///
/// @param lately what it said to whoever listens now
/// @param silent for how long it has been heard saying that nobody is there, without a break but for those in which nobody listened
/// @param alone how often in a row its kind alone saw somebody
/// @param unseen how often in a row another kind saw somebody and it did not
/// @param missed how often in a row it saw none of the people who said at the door that they were there
/// @param doubtedUntil when it showed last that a doubt about it was over
public record Repute(Technology technology, Lately lately, Duration silent, int alone, int unseen, int missed,
        Optional<Instant> doubtedUntil) {

    /// Whoever is in doubt for long is not more in doubt.
    private static final int COUNTED = 1_000;

    public Repute {
        alone = Math.clamp(alone, 0, COUNTED);
        unseen = Math.clamp(unseen, 0, COUNTED);
        missed = Math.clamp(missed, 0, COUNTED);
    }

    static Repute unknown(Technology technology) {
        return new Repute(technology, Lately.NOTHING, Duration.ZERO, 0, 0, 0, Optional.empty());
    }

    /// What an earlier run remembered.
    public static Repute remembered(Technology technology, Duration silent, int alone, int unseen, int missed) {
        return new Repute(technology, Lately.NOTHING, silent, alone, unseen, missed, Optional.empty());
    }

    /// When it last spoke.
    public Optional<Instant> heardAt() {
        return lately.at();
    }

    Repute heard(Lately words, Duration silentFor) {
        return new Repute(technology, words, silentFor, alone, unseen, missed, doubtedUntil);
    }

    /// Nobody has listened since.
    Repute unheard() {
        return new Repute(technology, Lately.NOTHING, silent, alone, unseen, missed, doubtedUntil);
    }

    Repute sawAlone(int times) {
        return new Repute(technology, lately, silent, alone + times, unseen, missed, doubtedUntil);
    }

    Repute sawNothing(int times) {
        return new Repute(technology, lately, silent, alone, unseen + times, missed, doubtedUntil);
    }

    Repute missedPeople() {
        return new Repute(technology, lately, silent, alone, unseen, missed + 1, doubtedUntil);
    }

    /// It was right. What was thought of it until now is remembered for whoever asks about the time before.
    Repute trusted(Optional<Instant> doubted) {
        return new Repute(technology, lately, silent, 0, 0, 0, doubted.or(() -> doubtedUntil));
    }

    /// It saw whoever said that they were there. What the other kinds think of it stands.
    Repute met(Optional<Instant> doubted) {
        return new Repute(technology, lately, silent, alone, unseen, 0, doubted.or(() -> doubtedUntil));
    }

    /// It has seen somebody, after however long.
    Repute awake(Optional<Instant> doubted) {
        return new Repute(technology, lately, Duration.ZERO, alone, unseen, missed, doubted.or(() -> doubtedUntil));
    }
}
