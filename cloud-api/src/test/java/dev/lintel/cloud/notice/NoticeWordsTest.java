package dev.lintel.cloud.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.wire.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every kind of notice has its words in every language.
class NoticeWordsTest {

    @SuppressWarnings("unused")
    private static final List<String> LANGUAGES = NoticeWords.LANGUAGES;

    private static final Json.Obj FACTS = Json.object()
            .with("spaceName", "Aspen")
            .with("floorName", "2nd floor")
            .with("zone", "Europe/Berlin")
            .with("start", "2026-03-02T09:00:00Z")
            .with("end", "2026-03-02T10:00:00Z")
            .with("command", "cancel")
            .with("because",
                    Json.object()
                            .with("slug", "taken")
                            .with("start", "2026-03-02T08:30:00Z")
                            .with("end", "2026-03-02T09:30:00Z"))
            .with("instead",
                    Json.object()
                            .with("spaceName", "Birch")
                            .with("floorName", "3rd floor")
                            .with("start", "2026-03-02T09:00:00Z")
                            .with("end", "2026-03-02T10:00:00Z"));

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void nothingIsLeftOpen(String language) {
        var words = NoticeWords.in(language);
        assertThat(words.language()).isEqualTo(language);
        for (String kind : Notice.KINDS) {
            assertThat(words.subject(kind, FACTS) + words.text(kind, FACTS)).as(kind)
                    .doesNotContain("{", "?")
                    .contains("Aspen", "10:00");
        }
        for (String command : List.of("book", "move", "extend", "shorten", "end", "cancel", "check-in", "start-early",
                "release",
                "undo-release")) {
            assertThat(words.text("command." + command)).isNotBlank();
        }
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void anUnknownReasonIsStillASentence(String language) {
        var facts = FACTS.with("because", Json.object().with("slug", "a-reason-of-tomorrow"));
        assertThat(NoticeWords.in(language).text(Notice.DECLINED, facts)).doesNotContain("{", "?", "tomorrow");
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void whatIsFreeInsteadIsListedInTheTimeOfTheSite(String language) {
        var offer = Json.object()
                .with("spaceName", "Cedar")
                .with("floorName", "1st floor")
                .with("start", "2026-03-02T11:00:00Z")
                .with("end", "2026-03-02T12:00:00Z");
        assertThat(
                NoticeWords.in(language).text(Notice.DECLINED, FACTS.with("alternatives", Json.array(List.of(offer), o -> o))))
                .contains("Cedar, 1st floor", "12:00 – 13:00");
    }
}
