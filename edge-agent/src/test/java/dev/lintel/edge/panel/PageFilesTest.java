package dev.lintel.edge.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class PageFilesTest {

    private final PageFiles files = new PageFiles();

    private String page(String locale) {
        return new String(files.page(Locale.forLanguageTag(locale)).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void thePageSpeaksTheSitesLanguageFromItsFirstMoment() {
        assertThat(page("de-AT")).contains("lang=\"de\"").contains("\"word-free\":\"Frei\"").doesNotContain("\"Free\"");
        assertThat(page("ar")).contains("lang=\"ar\"").contains("متاحة");
    }

    @Test
    void aLanguageWithoutWordsIsEnglish() {
        assertThat(page("fi-FI")).contains("id=\"words\" lang=\"en\"").contains("\"word-free\":\"Free\"");
    }

    @Test
    void thePageNamesItsBuildAsTheSocketDoes() {
        assertThat(page("en-GB")).contains("data-page=\"" + files.build() + "\"");
        assertThat(page("fr-CA")).contains("data-page=\"" + files.build() + "\"");
    }

    @Test
    void everyLanguageIsServedForThoseWhoChooseItAtThePanel() {
        assertThat(files.find("words/pl.json")).hasValueSatisfying(words -> {
            assertThat(words.type()).isEqualTo("application/json");
            assertThat(words.immutable()).isFalse();
        });
        assertThat(files.find("sw.js")).hasValueSatisfying(worker -> assertThat(worker.immutable()).isFalse());
    }
}
