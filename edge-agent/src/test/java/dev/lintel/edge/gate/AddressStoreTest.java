package dev.lintel.edge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From where panels have spoken, as the next start finds it.
@NullMarked
@SuppressWarnings("NullAway.Init")
class AddressStoreTest {

    private static final Instant YESTERDAY = Floor2.NINE.minus(Duration.ofDays(1));
    /// Of the kind that means something on one network card only.
    private static final byte[] LINK_LOCAL = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7};

    @TempDir
    Path folder;

    private CopyFile file;

    @BeforeEach
    void open() throws Exception {
        file = CopyFile.open(folder.resolve("floor.db"));
    }

    @AfterEach
    void close() throws Exception {
        file.close();
    }

    /// The card has another number after a restart, or comes later than the agent.
    @Test
    void anAddressIsKeptWithoutTheNetworkCardThatItCameBy() throws Exception {
        InetAddress panel = Inet6Address.getByAddress(null, LINK_LOCAL, 77);
        AddressStore.heard(panel, Floor2.NINE, YESTERDAY).to(file.writer());
        assertThat(new AddressStore(file).heardSince(YESTERDAY)).singleElement()
                .satisfies(found -> assertThat(found).isEqualTo(panel))
                .satisfies(found -> assertThat(found.getHostAddress()).doesNotContain("%"));
    }

    @Test
    void onlyTheAddressesOfPanelsThatStayAreKept() throws Exception {
        InetAddress stays = Inet6Address.getByAddress(null, LINK_LOCAL, 77);
        InetAddress gone = InetAddress.getByAddress(new byte[]{10, 0, 0, 9});
        AddressStore.heard(stays, Floor2.NINE, YESTERDAY).to(file.writer());
        AddressStore.heard(gone, Floor2.NINE, YESTERDAY).to(file.writer());
        AddressStore.keptOnly(Set.of(stays)).to(file.writer());
        assertThat(new AddressStore(file).heardSince(YESTERDAY)).containsExactly(stays);
        AddressStore.keptOnly(Set.of()).to(file.writer());
        assertThat(new AddressStore(file).heardSince(YESTERDAY)).isEmpty();
    }

    @Test
    void oneAddressThatSaysNothingMakesNoStrangersOfTheOthers() throws Exception {
        try (Statement statement = file.writer().createStatement()) {
            statement.execute("INSERT INTO panel_address (address, heard_at) VALUES ('fe80::7%wlan7', 1), ('kit?chen', 2),"
                    + " ('10.0.0.9', 3)");
        }
        assertThat(new AddressStore(file).heardSince(Instant.EPOCH)).containsExactly(InetAddress.getByAddress(LINK_LOCAL),
                InetAddress.getByAddress(new byte[]{10, 0, 0, 9}));
    }
}
