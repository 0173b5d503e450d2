package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import dev.lintel.provisioning.cloud.CloudRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// The demo's tenant in the cloud: made once, found again by every later run.
///
/// Each step looks first and makes only what is missing, so that a run killed between two steps is finished by the next.
final class DemoTenant {

    private static final long FIVE_MINUTES = 300;
    private static final long NOBODY_COMES_FOR_SECONDS = 900;
    private static final Duration FRESH_FOR = Duration.ofHours(1);

    private final CloudClient anybody;
    private final DemoCredentials credentials;
    private final DemoFolder folder;
    private final InstantSource time;
    private final Map<String, String> floorIds = new TreeMap<>();
    private final Map<String, String> spaceIds = new TreeMap<>();
    private CloudClient owner;

    DemoTenant(CloudClient cloud, DemoCredentials credentials, DemoFolder folder, InstantSource time) {
        this.anybody = cloud;
        this.owner = cloud;
        this.credentials = credentials;
        this.folder = folder;
        this.time = time;
    }

    void establish() {
        DemoSite.Person first = DemoSite.PEOPLE.getFirst();
        Path setupToken = folder.cloud().resolve("setup-token");
        if (Files.exists(setupToken)) {
            anybody.post("/api/v1/setup",
                    Map.of("token", read(setupToken), "tenant", DemoSite.TENANT, "name", "Demo", "ownerName", first.name(),
                            "email", first.email(), "password", credentials.password(first)));
        }
        owner = as(first);
        for (DemoSite.Person person : DemoSite.PEOPLE.subList(1, DemoSite.PEOPLE.size())) {
            findOrMake("/api/v1/people", "email", person.email(),
                    Map.of("name", person.name(), "email", person.email(), "password",
                            credentials.password(person), "role", person.role()));
        }
        String site = findOrMake("/api/v1/sites", "name", DemoSite.SITE,
                Map.of("name", DemoSite.SITE, "timeZone", java.time.ZoneId.systemDefault().getId()));
        for (DemoSite.Floor floor : DemoSite.FLOORS) {
            String floorId = findOrMake("/api/v1/sites/" + site + "/floors", "name", floor.name(),
                    Map.of("name", floor.name()));
            floorIds.put(floor.key(), floorId);
            for (DemoSite.Room room : floor.rooms()) {
                spaceIds.put(room.name(), findOrMake("/api/v1/floors/" + floorId + "/spaces", "name", room.name(),
                        Map.of("name", room.name(), "kind", "room", "capacity", room.seats())));
            }
        }
    }

    private CloudClient as(DemoSite.Person person) {
        return anybody.bearing(anybody.post("/api/v1/sessions",
                Map.of("tenant", DemoSite.TENANT, "email", person.email(), "password", credentials.password(person)))
                .text("accessToken"));
    }

    private String findOrMake(String path, String key, String value, Map<String, ?> body) {
        for (Answer item : owner.get(path).list("items")) {
            if (item.text(key).equals(value)) {
                return item.text("id");
            }
        }
        return owner.post(path, body).text("id");
    }

    /// Leaves in the door's folder what IT staff would bring: a one-use token, and the hash of each panel's key.
    void prepareDoor(DemoSite.Floor floor) {
        Path door = folder.edge(floor.key());
        if (!Files.exists(door.resolve("identity.pem"))) {
            folder.writePrivately(door.resolve("enrolment-token"), freshEdge(floor).text("enrolmentToken"));
        }
        for (DemoSite.Room room : floor.rooms()) {
            String panel = UUID.nameUUIDFromBytes(("panel " + room.name()).getBytes(StandardCharsets.UTF_8)).toString();
            folder.writePrivately(door.resolve("panels").resolve(room.name() + ".json"),
                    Answer.json(Map.of("panel", panel, "space", id(spaceIds, room.name()), "keySha256",
                            sha256(credentials.panelKey(room)))));
        }
    }

    /// An edge that never got as far as its certificate, in a run that was killed, is revoked: its token may be used or old.
    private Answer freshEdge(DemoSite.Floor floor) {
        String name = "Door agent of " + floor.name();
        for (Answer edge : owner.get("/api/v1/edges").list("items")) {
            if (edge.text("name").equals(name) && !edge.text("state").equals("revoked")) {
                owner.post("/api/v1/edges/" + edge.text("id") + "/revoke", Map.of());
            }
        }
        return owner.post("/api/v1/edges", Map.of("name", name, "floorIds", List.of(id(floorIds, floor.key()))));
    }

    /// Where the cloud stands with this floor, or nothing while it does not answer.
    Optional<Answer> position(DemoSite.Floor floor) {
        try {
            return Optional.of(owner.get("/api/v1/floors/" + id(floorIds, floor.key())));
        } catch (CloudRefused refused) {
            return refused.status() == 401 ? signedInAgain(floor) : Optional.empty();
        }
    }

    /// An access token lives for minutes, a demo for hours.
    private Optional<Answer> signedInAgain(DemoSite.Floor floor) {
        try {
            owner = as(DemoSite.PEOPLE.getFirst());
            return Optional.of(owner.get("/api/v1/floors/" + id(floorIds, floor.key())));
        } catch (CloudRefused refused) {
            return Optional.empty();
        }
    }

    boolean isLinked(DemoSite.Floor floor) {
        return owner.get("/api/v1/floors/" + id(floorIds, floor.key()))
                .optionalText("link")
                .filter("linked"::equals)
                .isPresent();
    }

    /// Books the meetings of a day around now; again when the last time is an hour ago, so that somebody always waits at a door.
    void bookTheDay() {
        Instant now = time.instant();
        Path marker = folder.root().resolve("day");
        if (Files.exists(marker) && now.isBefore(Instant.parse(read(marker)).plus(FRESH_FOR))) {
            return;
        }
        Instant start = Instant.ofEpochSecond(now.getEpochSecond() / FIVE_MINUTES * FIVE_MINUTES);
        for (DemoSite.Meeting meeting : DemoSite.DAY) {
            DemoSite.Person organiser = DemoSite.PEOPLE.get(meeting.organiser());
            Instant from = start.plusSeconds(60L * meeting.startsInMinutes());
            String operation = UUID.nameUUIDFromBytes((from + meeting.room()).getBytes(StandardCharsets.UTF_8)).toString();
            try {
                as(organiser).post("/api/v1/bookings",
                        Map.of("space", id(spaceIds, meeting.room()), "start", from.toString(), "end",
                                from.plusSeconds(60L * meeting.minutes()).toString(), "title", meeting.title()),
                        operation);
            } catch (CloudRefused refused) {
                if (refused.status() != 409) { // somebody has booked it at a door meanwhile: the day is as full as it should be
                    throw refused;
                }
            }
        }
        folder.writePrivately(marker, now.toString());
    }

    /// Books a room from in a few seconds on, with the shortest grace there is. It begins after its sensors have been watched
    /// for as long as the rehearsed rules ask.
    void bookForNobody(String room) {
        CloudClient desk = as(DemoSite.PEOPLE.getFirst());
        String space = id(spaceIds, room);
        desk.patch("/api/v1/spaces/" + space, Map.of("policy", Map.of("graceMinutes", 1)));
        Instant from = time.instant();
        desk.post("/api/v1/bookings", Map.of("space", space, "start", from.toString(), "end",
                from.plusSeconds(NOBODY_COMES_FOR_SECONDS).toString(), "title", "Nobody comes"));
    }

    private static String id(Map<String, String> ids, String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException(name + " has no id yet");
        }
        return id;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
