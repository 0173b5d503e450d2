package dev.lintel.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.cable.Weather;
import dev.lintel.provisioning.cloud.Answer;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidesTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final String CLOUD = """
            {"link":"%s","line":"2026-03-02T20:30:00Z","feedSeq":42,"feedAckedSeq":%d,"doorLogSeq":%d}""";
    private static final String DOOR = """
            {"position":{"epoch":1,"line":"2026-03-02T20:30:00Z","feedSeq":%d,"logSeq":19,"logAckedSeq":%d}}""";

    @Test
    void equalCursorsOverAnInsertedCableAreLevel() {
        Sides sides = sides(new Weather.Clear(), CLOUD.formatted("linked", 42, 19), DOOR.formatted(42, 19));
        assertThat(sides.areLevel()).isTrue();
        assertThat(sides.text(ZONE)).isEqualTo("""
                Floor 1: the cable is in; both sides hold the same
                  cloud  linked   line Mon 21:30   feed 42   door log applied to 19
                  door   epoch 1  line Mon 21:30   door log 19   feed applied to 42""");
    }

    @Test
    void whatEachSideHasAloneIsCounted() {
        Sides sides = sides(new Weather.Cut(), CLOUD.formatted("offline", 39, 17), DOOR.formatted(39, 17));
        assertThat(sides.areLevel()).isFalse();
        assertThat(sides.text(ZONE)).isEqualTo("""
                Floor 1: the cable is PULLED
                  cloud  offline  line Mon 21:30   feed 42 (3 not acknowledged)   door log applied to 17
                  door   epoch 1  line Mon 21:30   door log 19 (2 saved here only)   feed applied to 39""");
    }

    @Test
    void aSideThatDoesNotAnswerIsSaidAndIsNotLevel() {
        Sides sides = new Sides(DemoSite.FLOORS.getFirst(), new Weather.Clear(), Optional.empty(), Optional.empty());
        assertThat(sides.areLevel()).isFalse();
        assertThat(sides.text(ZONE)).contains("cloud  does not answer").contains("door   does not answer");
    }

    private static Sides sides(Weather cable, String cloud, String door) {
        return new Sides(DemoSite.FLOORS.getFirst(), cable, Answer.read(cloud), Answer.read(door));
    }
}
