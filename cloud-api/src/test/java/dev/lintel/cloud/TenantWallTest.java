package dev.lintel.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.wire.Json;
import io.micronaut.web.router.Router;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Walks every route with the ids of another tenant. A route that is not in the table fails the build.
class TenantWallTest {

    /// What somebody of another tenant gets: the status, or a list without anything foreign.
    private static final String TABLE = """
            POST   /api/v1/setup                  open
            POST   /api/v1/sessions               open
            POST   /api/v1/sessions/refresh       open
            GET    /api/v1/sessions               own
            DELETE /api/v1/sessions/current       own
            DELETE /api/v1/sessions/{session}     404
            GET    /api/v1/me                     own
            PATCH  /api/v1/me                     own {"locale":"de-DE"}
            GET    /api/v1/people                 own
            GET    /api/v1/retention              own
            PUT    /api/v1/retention              own {"titlesDays":45}
            POST   /api/v1/people                 own {"name":"M","email":"m@own.example","password":"a password for tests","role":"member"}
            GET    /api/v1/people/{person}/unlock         404
            PUT    /api/v1/people/{person}/unlock/pin     404 {"pin":"271828"}
            DELETE /api/v1/people/{person}/unlock/pin     404
            PUT    /api/v1/people/{person}/unlock/badge   404 {"badge":"04:A2:11:7F"}
            DELETE /api/v1/people/{person}/unlock/badge   404
            GET    /api/v1/sites                  own
            POST   /api/v1/sites                  own {"name":"mine","timeZone":"UTC"}
            GET    /api/v1/sites/{site}           404
            GET    /api/v1/sites/{site}/floors    404
            POST   /api/v1/sites/{site}/floors    404 {"name":"mine now"}
            GET    /api/v1/floors/{floor}         404
            PATCH  /api/v1/floors/{floor}         404 {"level":3}
            POST   /api/v1/floors/{floor}/waiver  404
            GET    /api/v1/floors/{floor}/spaces  404
            POST   /api/v1/floors/{floor}/spaces  404 {"name":"mine now","kind":"room","capacity":2}
            GET    /api/v1/spaces/{space}         404
            PATCH  /api/v1/spaces/{space}         404 {"capacity":3}
            GET    /api/v1/bookings               404 ?space={space}
            POST   /api/v1/bookings               404 {"space":"{space}","start":"{start}","end":"{end}"}
            GET    /api/v1/bookings/{booking}     404
            GET    /api/v1/bookings/{booking}/explain   404
            POST   /api/v1/bookings/{booking}/check-in  404
            POST   /api/v1/bookings/{booking}/move      404 {"space":"{space}","start":"{start}","end":"{end}"}
            POST   /api/v1/bookings/{booking}/cancel    404
            POST   /api/v1/bookings/{booking}/end       404
            GET    /api/v1/notices                own
            GET    /api/v1/notices/unread         own
            POST   /api/v1/notices/{notice}/read  404
            GET    /api/v1/edges                  own
            POST   /api/v1/edges                  404 {"name":"mine now","floorIds":["{floor}"]}
            POST   /api/v1/edges/{edge}/revoke    404 {"reason":"mine now"}
            GET    /api/v1/edges/{edge}           404
            POST   /api/v1/edges/{edge}/re-enrolment  404
            POST   /api/v1/edges/{edge}/retire    404
            GET    /api/v1/edges/{edge}/panels    404
            DELETE /api/v1/edges/{edge}/panels/{space}  404
            POST   /api/v1/edges/{edge}/pairings  404 {"code":"123456"}
            POST   /api/v1/edges/{edge}/pairings/confirm  404 {"code":"123456","space":"{space}"}
            GET    /api/v1/edges/{edge}/configuration  404
            PATCH  /api/v1/edges/{edge}/configuration/{thing}  404 {"version":0,"settings":{"locale":"en-GB"}}
            GET    /api/v1/issues                 own
            PATCH  /api/v1/issues/{issue}         404 {"state":"taken"}
            GET    /api/v1/alarms                 own
            POST   /api/v1/alarms/{alarm}/seen    404
            POST   /api/v1/edges/{edge}/replace   404 {"name":"mine now","force":true}
            POST   /api/v1/edges/{edge}/remove    404 {"force":true}
            POST   /api/v1/enrolments             open
            POST   /api/v1/renewals               open
            GET    /api/v1/live                   own
            GET    /bookings/{booking}            open
            GET    /health                        open
            GET    /health/{selector}             open
            GET    /metrics                       open
            """;

    private record Row(String method, String path, String expected, String request) {

        /// The route with its variables made equal, for comparison with the router's.
        String route() {
            return method + " " + path.replaceAll("\\{[^}]*}", "{}");
        }
    }

    private final TestCloud cloud = TestCloud.running();

    private static List<Row> rows() {
        return TABLE.lines()
                .map(line -> line.strip().split("\\s+", 4))
                .map(part -> new Row(part[0], part[1], part[2], part.length == 4 ? part[3] : ""))
                .toList();
    }

    @Test
    void everyRouteStandsInTheTable() {
        var known = rows().stream().map(Row::route).collect(Collectors.toSet());
        var routes = cloud.bean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString().replaceAll("\\{[^}]*}", "{}"))
                .filter(route -> !route.startsWith("HEAD ") && !route.startsWith("OPTIONS ") && !route.startsWith("TRACE "))
                .collect(Collectors.toCollection(TreeSet::new));
        routes.removeAll(known);
        assertThat(routes).as("routes without a row in this test's table").isEmpty();
    }

    @Test
    void whatBelongsToAnotherTenantIsNotThere() {
        var victim = cloud.newTenant();
        var room = cloud.newRoom(victim);
        var start = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.HOURS);
        var booking = victim.api()
                .post("/api/v1/bookings",
                        Json.object()
                                .with("space", room.space())
                                .with("start", start.toString())
                                .with("end", start.plusSeconds(3600).toString())
                                .with("title", "canary-of-the-victim"))
                .text("id");
        var ids = new TreeMap<>(
                Map.of("site", room.site(), "floor", room.floor(), "space", room.space(), "booking", booking, "start",
                        start.plusSeconds(7200).toString(), "end", start.plusSeconds(10800).toString()));
        ids.put("edge", victim.api()
                .post("/api/v1/edges",
                        Json.object().with("name", "Door").with("floorIds", Json.array(List.of(room.floor()), Json.Text::new)))
                .text("edgeId"));
        var mine = Facts.text((Json.Obj) victimSessions(victim).getFirst(), "id").orElseThrow();
        ids.put("session", mine);
        ids.put("person", victim.person().toString());
        ids.put("notice", noticeOf(victim, room.floor()));
        ids.put("issue", issueOf(victim, room.floor()));
        ids.put("alarm", alarmOf(victim, room.floor()));
        ids.put("thing", "edge");
        var thief = cloud.newTenant();
        var member = cloud.newPerson(thief.tenant(), thief.tenantId(), Role.MEMBER);
        var foreign = new TreeSet<String>(ids.values());
        foreign.remove("edge");
        foreign.add("canary-of-the-victim");
        foreign.add(victim.email());
        var before = ownOf(victim);
        for (Row row : rows()) {
            if (row.expected().equals("404")) {
                var path = filled(row.path(), ids) + (row.request().startsWith("?") ? filled(row.request(), ids) : "");
                var body = row.request().startsWith("{") ? filled(row.request(), ids) : "";
                assertThat(thief.api().send(row.method(), path, body).status()).as("owner: %s", row).isEqualTo(404);
                assertThat(member.api().send(row.method(), path, body).status()).as("member: %s", row).isIn(404, 403);
            } else if (row.expected().equals("own") && row.method().equals("GET") && !row.path().endsWith("/live")) {
                assertThat(foreign).as("%s", row).noneMatch(thief.api().get(row.path()).body()::contains);
            } else if (row.expected().equals("own") && row.request().startsWith("{")) {
                assertThat(thief.api().send(row.method(), row.path(), row.request()).status()).as("%s", row).isIn(200, 201);
            }
        }
        assertThat(ownOf(victim)).as("what the victim sees of its own, after the thief has changed theirs").isEqualTo(before);
        assertThat(victim.api().get("/api/v1/bookings/" + booking).text("phase")).isEqualTo("confirmed");
        assertThat(victim.api().get("/api/v1/spaces/" + room.space()).body()).contains("\"capacity\":6");
    }

    private static Map<String, String> ownOf(TestCloud.Member somebody) {
        return rows().stream()
                .filter(row -> row.expected().equals("own") && row.method().equals("GET"))
                .map(Row::path)
                .filter(path -> !path.endsWith("/live") && !path.endsWith("/sessions"))
                .collect(Collectors.toMap(path -> path, path -> somebody.api().get(path).body()));
    }

    private static List<Json> victimSessions(TestCloud.Member victim) {
        return ((Json.Arr) Json.parse(victim.api().get("/api/v1/sessions").body())).items();
    }

    private String noticeOf(TestCloud.Member victim, String floor) {
        var id = cloud.bean(IdSource.class).next();
        cloud.bean(Transactions.class)
                .<Integer>inTenant(victim.tenantId(),
                        transaction -> transaction.execute(
                                """
                                        INSERT INTO notice (tenant_id, id, person_id, booking_id, decision, floor_id, kind, standing, body, made_at,
                                                            told_at)
                                        VALUES (?, ?, ?, ?, ?, ?, 'released', true, '{}', now(), now())
                                        """,
                                victim.tenantId().value(), id, victim.person().value(), id, id, UUID.fromString(floor)));
        return id.toString();
    }

    private String issueOf(TestCloud.Member victim, String floor) {
        var id = cloud.bean(IdSource.class).next();
        cloud.bean(Transactions.class)
                .<Integer>inTenant(victim.tenantId(), transaction -> transaction.execute(
                        "INSERT INTO issue (tenant_id, id, floor_id, kind, at, changed_at) VALUES (?, ?, ?, 'video', now(), now())",
                        victim.tenantId().value(), id, UUID.fromString(floor)));
        return id.toString();
    }

    private String alarmOf(TestCloud.Member victim, String floor) {
        var id = cloud.bean(IdSource.class).next();
        cloud.bean(Transactions.class)
                .<Integer>inTenant(victim.tenantId(), transaction -> transaction.execute(
                        "INSERT INTO alarm (tenant_id, id, floor_id, at, op, kind, detail) VALUES (?, ?, ?, now(), ?, 'clash', '')",
                        victim.tenantId().value(), id, UUID.fromString(floor), id));
        return id.toString();
    }

    @Test
    void withoutATokenOnlyTheOpenRoutesAnswer() {
        for (Row row : rows()) {
            if (!row.expected().equals("open") && !row.path().endsWith("/live")) {
                var path = row.path()
                        .replace("{edge}", "a".repeat(26))
                        .replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000");
                assertThat(cloud.anybody().send(row.method(), path, "").status()).as("%s", row).isEqualTo(401);
            }
        }
    }

    private static String filled(String text, Map<String, String> ids) {
        var filled = text;
        for (var id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }
}
