package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MembersTest {

    /// A sorted map of the library knows how it should be.
    @Test
    void theyAreASortedMapHoweverTheyCame() {
        for (long seed = 0; seed < 500; seed++) {
            Random chance = new Random(seed);
            List<String> names = new ArrayList<>();
            for (int i = chance.nextInt(12); i > 0; i--) {
                names.add(Integer.toString(chance.nextInt(8), 36));
            }
            SortedMap<String, Json> expected = new TreeMap<>();
            Members built = Members.NONE;
            Members.Read read = new Members.Read();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                Json value = new Json.Num(i);
                if (!expected.containsKey(name)) {
                    read.add(name, value);
                    expected.put(name, value);
                }
                built = built.with(name, value);
            }
            assertThat(read.whole()).as("seed %d, read", seed).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(read.whole().keySet()).containsExactlyElementsOf(expected.keySet());
            for (int i = 0; i < names.size(); i++) {
                expected.put(names.get(i), new Json.Num(i));
            }
            assertThat(built).as("seed %d, built", seed).isEqualTo(expected);
            assertThat(Members.of(expected)).isEqualTo(built);
            assertThat(built.keySet()).containsExactlyElementsOf(expected.keySet());
        }
    }

    @Test
    void anotherOrderIsPutRight() {
        SortedMap<String, Json> backwards = new TreeMap<>(Collections.reverseOrder());
        backwards.putAll(Map.of("a", new Json.Num(1), "b", new Json.Num(2), "c", new Json.Num(3)));
        Members members = Members.of(backwards);
        assertThat(members.keySet()).containsExactly("a", "b", "c");
        assertThat(members.get("b")).isEqualTo(new Json.Num(2));
        assertThat(members).doesNotContainKey("d");
    }

    @Test
    void nobodyChangesThem() {
        Members one = Members.NONE.with("a", new Json.Num(1));
        Members two = one.with("a", new Json.Num(2)).with("b", new Json.Num(3));
        assertThat(one).containsOnly(Map.entry("a", new Json.Num(1)));
        assertThat(two).hasSize(2);
        assertThatThrownBy(() -> one.put("c", new Json.Nil())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(one::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    /// Two spellings of one object would be two hashes of it.
    @Test
    void aNameThatComesTwiceIsRefused() {
        for (String text : List.of("{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":1}", "{\"b\":1,\"a\":2,\"a\":1}")) {
            assertThatThrownBy(() -> Json.parse(text)).as(text).isInstanceOf(Malformed.class).hasMessageContaining("twice");
        }
    }

    @Test
    void textsGoOutAsTheyCameIn() {
        for (String text : List.of("", "plain", "\"", "a\"b\\c\n\u0000\u001f\u007fü\uD83D\uDE00\"", "\\\\", "end\\")) {
            Json value = Json.object().with(text, text);
            assertThat(Json.parse(value.canonical())).isEqualTo(value);
        }
        assertThat(Json.object().with("a", "x\"\\\n\u001fy").canonical()).isEqualTo("{\"a\":\"x\\\"\\\\\\u000a\\u001fy\"}");
    }
}
