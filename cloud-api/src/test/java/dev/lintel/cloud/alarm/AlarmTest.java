package dev.lintel.cloud.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.device.BootDesk;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.wire.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One list of what somebody must look at, whatever part of the cloud found it.
class AlarmTest {

    private static final Pattern RAISED = Pattern.compile("(?:Alarm\\(|stop\\(work, |doubt\\([a-z]+, )\\s*\"([a-z-]+)\"");

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());

    @Test
    void anOwnerReadsInOneListWhatHappenedToEdgesTokensAndTheDatabase() {
        restored();
        var token = owner.api()
                .post("/api/v1/edges",
                        Json.object().with("name", "Door").with("floorIds", Json.array(List.of(room.floor()), Json.Text::new)))
                .text("enrolmentToken");
        var edge = EnrolledEdges.enrol(cloud.context(), token);
        assertThat(EnrolledEdges.refused(cloud.context(), token)).isTrue();
        double before = counted("edge-quarantined");
        twoMachines(edge);

        assertThat(kinds("")).containsExactly("edge-quarantined", "enrolment-token-reused", "cloud-restored");

        assertThat(owner.api().get("/api/v1/alarms").items()).allSatisfy(alarm -> assertThat(alarm.canonical())
                .contains(room.floor(), room.site(), "\"detail\":\"", "\"op\":\""));
        assertThat(counted("edge-quarantined")).isEqualTo(before + 1);
        assertThat(texts("SELECT body FROM live_event WHERE kind = 'alarm'")).hasSize(3)
                .anyMatch(body -> body.contains("edge-quarantined"));
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(member.api().get("/api/v1/alarms").status()).isEqualTo(403);
    }

    @Test
    void whatSomebodyHasSeenIsOpenNoMoreAndTheFirstWhoSawItStays() {
        restored();
        restored();
        var id = field(owner.api().get("/api/v1/alarms").items().getFirst(), "id");

        var seen = owner.api().post("/api/v1/alarms/" + id + "/seen");

        assertThat(seen.status()).as(seen.body()).isEqualTo(200);
        assertThat(seen.text("seenBy")).isEqualTo("person:" + owner.person());
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.OWNER);
        assertThat(other.api().post("/api/v1/alarms/" + id + "/seen").text("seenBy")).isEqualTo("person:" + owner.person());
        assertThat(kinds("?open=true")).hasSize(1);
        assertThat(kinds("")).hasSize(2);
        assertThat(texts("SELECT actor FROM audit WHERE action = 'alarm-seen'")).hasSize(1);
    }

    @Test
    void aLongListIsReadPageByPage() {
        for (int i = 0; i <= AlarmDesk.PAGE; i++) {
            raise("clash");
        }
        var first = owner.api().get("/api/v1/alarms");
        assertThat(first.items()).hasSize(AlarmDesk.PAGE);
        assertThat(owner.api().get("/api/v1/alarms?after=" + first.text("next")).items()).hasSize(1);
    }

    @Test
    void everyKindThatIsRaisedStandsInTheOperatorsDocument() throws IOException {
        var kinds = new TreeSet<String>();
        for (var sources : List.of("../protocol/src/main/java", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(sources))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    RAISED.matcher(Files.readString(file)).results().forEach(found -> kinds.add(found.group(1)));
                }
            }
        }
        var document = Files.readString(Path.of("../docs/operations.md"));
        var chapter = document.substring(document.indexOf("\n## Alarms"));
        assertThat(kinds).contains("cloud-restored", "edge-quarantined", "log-rolled-back", "clash");
        assertThat(kinds).allSatisfy(kind -> assertThat(chapter).contains("`" + kind + "`"));
    }

    private void restored() {
        var ids = cloud.bean(IdSource.class);
        cloud.bean(LineDesk.class)
                .take(owner.tenantId(), floor,
                        List.of(new CloudInput.Restored(ids.operation(), new Generation(ids.next()))));
    }

    private void raise(String kind) {
        cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(),
                        handle -> cloud.bean(LineDesk.class)
                                .alarm(handle, owner.tenantId(), floor, "system", cloud.bean(IdSource.class).operation(),
                                        new Effect.Alarm(kind, "made by a test")));
    }

    private void twoMachines(EnrolledEdges.Enrolled edge) {
        var boots = cloud.bean(BootDesk.class);
        var one = new BootId(UUID.randomUUID());
        assertThat(boots.seen(owner.tenantId(), edge.id(), one, 1)).isEqualTo(BootDesk.Sighting.NEW);
        assertThat(boots.seen(owner.tenantId(), edge.id(), new BootId(UUID.randomUUID()), 2))
                .isEqualTo(BootDesk.Sighting.NEW);
        assertThat(boots.seen(owner.tenantId(), edge.id(), one, 3)).isEqualTo(BootDesk.Sighting.DOUBLE);
    }

    private double counted(String kind) {
        return cloud.bean(MeterRegistry.class).counter("lintel.alarms", "kind", kind).count();
    }

    private List<String> kinds(String query) {
        return owner.api()
                .get("/api/v1/alarms" + query)
                .items()
                .stream()
                .map(alarm -> field(alarm, "kind"))
                .toList();
    }

    private static String field(Json alarm, String name) {
        return Facts.text((Json.Obj) alarm, name).orElseThrow();
    }

    private List<String> texts(String query) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
