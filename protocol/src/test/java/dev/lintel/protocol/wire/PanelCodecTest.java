package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelCodecTest {

    private final PanelCodec codec = new PanelCodec();

    private PanelMessage read(String frame) {
        return codec.decode(frame.replace('\'', '"')) instanceof PanelDecoded.Read(PanelMessage message)
                ? message
                : new PanelMessage.Unknown("broken");
    }

    private PanelMessage act(String rest) {
        return read("{'type':'action','op':'" + Samples.OP + "'," + rest + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            an action of a later version       | {'kind':'juggle','balls':3}                                    | juggle
            an extension with neither measure  | {'kind':'extend','booking':'0190a5c0-0000-7000-8000-000000000001'} | extend
            an action about nothing            | {'kind':'keep'}                                                | keep
            a start in words                   | {'kind':'book','start':'noon','minutes':30}                    | book
            an action without a kind           | {'minutes':30}                                                 | ``
            """)
    void whatCannotBeReadIsStillAnsweredUnderItsOperation(String what, String action, String kind) {
        assertThat(act("'action':" + action)).as(what)
                .isEqualTo(new PanelMessage.Act(Samples.OP, new PanelAction.Unknown(kind)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'pin':'274913'}", "{'badge':'27:49:13'}", "{'pin':'27 49 13'}", "{'face':'274913'}", "'274913'",
            "{'pin':274913}", "{'pin':'2749132749132749132749'}"})
    void whatPeopleUnlockWithIsNeverPrinted(String unlock) {
        PanelMessage act = act("'action':{'kind':'book','minutes':30},'unlock':" + unlock);
        assertThat(act).isInstanceOfSatisfying(PanelMessage.Act.class, read -> assertThat(read.unlock()).isPresent());
        assertThat(act.toString()).doesNotContain("2749").doesNotContain("27:49").doesNotContain("27 49");
    }

    @Test
    void anUnlockingInAnUnknownFormIsTakenForAWrongOne() {
        assertThat(act("'action':{'kind':'book','minutes':30},'unlock':{'pin':'12'}"))
                .isInstanceOfSatisfying(PanelMessage.Act.class,
                        read -> assertThat(read.unlock()).contains(new Unlock.Unknown()));
    }

    @Test
    void anAnswerOfALaterVersionIsIgnored() {
        assertThat(read("{'type':'answer','op':'" + Samples.OP + "','outcome':'postponed'}"))
                .isEqualTo(new PanelMessage.Unknown("answer"));
    }

    @Test
    void aMessageOfTheFirstVersionReadsAsBefore() {
        assertThat(read("{'type':'hello','v':1,'seq':4}")).isEqualTo(new PanelMessage.Greet(4));
        assertThat(act("'action':{'kind':'undo','booking':'" + Samples.BOOKING + "'}"))
                .isEqualTo(new PanelMessage.Act(Samples.OP, new PanelAction.Undo(Samples.BOOKING)));
    }

    @Test
    void fieldsOfALaterVersionDoNotDisturb() {
        assertThat(act("'mood':'good','action':{'kind':'keep','booking':'" + Samples.BOOKING + "','why':{'deep':[1]}}"))
                .isEqualTo(new PanelMessage.Act(Samples.OP, new PanelAction.Keep(Samples.BOOKING)));
    }
}
