package dev.lintel.cloud.unlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Api;
import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Passwords;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.booking.DoorInMemory;
import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// PINs and badges, from the request to what a floor's doors recognise.
class UnlockTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final DoorInMemory door = new DoorInMemory(cloud, owner, room);

    private static String unlock(TestCloud.Member person) {
        return "/api/v1/people/" + person.person() + "/unlock";
    }

    private static Reply setPin(Api api, TestCloud.Member of, String pin) {
        return api.send("PUT", unlock(of) + "/pin", Json.object().with("pin", pin).canonical());
    }

    private static Reply setBadge(Api api, TestCloud.Member of, String badge) {
        return api.send("PUT", unlock(of) + "/badge", Json.object().with("badge", badge).canonical());
    }

    private Reply asks(String space, Json.Obj unlock) {
        return owner.api().patch("/api/v1/spaces/" + space, Json.object().with("policy", Json.object().with("unlock", unlock)));
    }

    private static Json.Obj pinToBook() {
        return Json.object().with("book", Json.array(List.of("pin", "badge"), Json.Text::new));
    }

    private List<Verifier> known() {
        door.hear(Instant.now());
        return door.verifiers();
    }

    private boolean recognises(Verifier verifier, String text) {
        return HexFormat.of()
                .formatHex(cloud.bean(Passwords.class).derived(text, HexFormat.of().parseHex(verifier.salt())))
                .equals(verifier.hash());
    }

    @Test
    void aPinIsSetNeverToldAndRecognisedWhereARoomAsksForIt() {
        var set = setPin(owner.api(), owner, "271828");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text("doorNumber")).matches("[0-9]{4}");
        assertThat(set.body()).doesNotContain("271828").doesNotContain("hash").doesNotContain("salt");
        assertThat(known()).as("no room of the floor asks").isEmpty();

        assertThat(asks(room.space(), pinToBook()).body()).contains("\"unlock\":{\"book\":[\"pin\",\"badge\"]}");
        assertThat(known()).singleElement().satisfies(verifier -> {
            assertThat(verifier.person()).isEqualTo(owner.person());
            assertThat(verifier.number()).contains(set.text("doorNumber"));
            assertThat(recognises(verifier, "271828")).isTrue();
            assertThat(recognises(verifier, "271829")).isFalse();
        });
        assertThat(door.state().space(SpaceId.of(room.space())).orElseThrow().guard().of("book")).containsExactly("pin",
                "badge");
    }

    @Test
    void aGuardedFloorHearsOfEachChangeAndForgetsWhenNothingIsAskedAnyMore() {
        asks(room.space(), pinToBook());
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        setPin(member.api(), member, "271828");
        setBadge(owner.api(), member, "04:A2:11:7F");
        assertThat(known()).extracting(Verifier::means).containsExactlyInAnyOrder(Means.PIN, Means.BADGE);
        setPin(member.api(), member, "314159");
        assertThat(known()).filteredOn(verifier -> verifier.means() == Means.PIN)
                .singleElement()
                .satisfies(verifier -> assertThat(recognises(verifier, "314159")).isTrue());
        owner.api().delete(unlock(member) + "/pin");
        assertThat(known()).extracting(Verifier::means).containsExactly(Means.BADGE);
        asks(room.space(), Json.object());
        assertThat(known()).isEmpty();
        assertThat(door.state().space(SpaceId.of(room.space())).orElseThrow().guard().isOpen()).isTrue();
    }

    @Test
    void aNewDoorsSnapshotHasTheGuardAndTheVerifiersOfThisTenantAlone() {
        var stranger = cloud.newTenant();
        setPin(stranger.api(), stranger, "161803");
        setPin(owner.api(), owner, "271828");
        asks(room.space(), pinToBook());
        var snapshot = cloud.bean(EpochDesk.class).snapshot(owner.tenantId(), FloorId.of(room.floor())).orElseThrow();
        assertThat(snapshot.verifiers()).extracting(Verifier::person).containsExactly(owner.person());
        assertThat(snapshot.spaces()).singleElement().satisfies(space -> assertThat(space.guard().isOpen()).isFalse());
    }

    @Test
    void onlyOwnersAndThePersonThemselvesMaySetAPinAndOnlyOwnersABadge() {
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(setPin(member.api(), owner, "271828").status()).isEqualTo(403);
        assertThat(member.api().get(unlock(owner)).status()).isEqualTo(403);
        assertThat(setBadge(member.api(), member, "04:A2:11:7F").status()).isEqualTo(403);
        assertThat(setPin(member.api(), member, "271828").status()).isEqualTo(200);
        assertThat(setPin(owner.api(), member, "314159").status()).isEqualTo(200);
        assertThat(owner.api().get(unlock(member)).text("pinSetAt")).isNotEmpty();
    }

    @Test
    void whatIsTriedFirstIsNoPinAndABadgeIsOnePersonsOnly() {
        assertThat(setPin(owner.api(), owner, "12345").status()).isEqualTo(400);
        for (String first : List.of("123456", "987654", "111111", "121212")) {
            assertThat(setPin(owner.api(), owner, first).text("error")).as(first).isEqualTo("unprocessable");
        }
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(setBadge(owner.api(), owner, "04:A2:11:7F").status()).isEqualTo(200);
        assertThat(setBadge(owner.api(), member, "04:A2:11:7F").text("error")).isEqualTo("name-taken");
        assertThat(owner.api().get(unlock(member)).body()).doesNotContain("badgeSetAt");
    }

    @Test
    void whoChangesPinsWithoutEndHasToWait() {
        var statuses = new java.util.ArrayList<Integer>();
        for (int i = 0; i < 11; i++) {
            statuses.add(setPin(owner.api(), owner, "27182" + i % 10).status());
        }
        assertThat(statuses.subList(0, 10)).containsOnly(200);
        assertThat(statuses.getLast()).isEqualTo(429);
    }

    @Test
    void whatSomebodyDoesAtADoorIsTheirs() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var walkUp = cloud.bean(IdSource.class).booking();
        door.touch(new BookingCommand.Book(walkUp, SpaceId.of(room.space()), Slot.of(now, Duration.ofMinutes(30)),
                Optional.of(owner.person()), Optional.empty(), Origin.DOOR), now, owner.person());
        door.report();
        var explained = owner.api().get("/api/v1/bookings/" + walkUp + "/explain");
        assertThat(explained.body()).contains("\"kind\":\"person\"").doesNotContain("\"kind\":\"door\"");
    }
}
