package dev.lintel.provisioning.journey;

import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// The demo's rooms and their bookings as the tenant's owner finds them over REST.
final class Rooms {

    private static final int HOURS_BACK = 2;
    private static final int HOURS_AHEAD = 24;
    private static final int SECONDS_PER_HOUR = 3_600;

    private final DemoRun demo;

    Rooms(DemoRun demo) {
        this.demo = demo;
    }

    /// From two hours ago to a day ahead, earliest first.
    List<Answer> bookings(String room) throws IOException {
        CloudClient owner = owner();
        Instant now = Instant.now();
        return owner.get("/api/v1/bookings?space=" + id(owner, room) + "&from="
                + CloudClient.inQuery(now.minusSeconds(HOURS_BACK * SECONDS_PER_HOUR).toString()) + "&to="
                + CloudClient.inQuery(now.plusSeconds(HOURS_AHEAD * SECONDS_PER_HOUR).toString())).list("items");
    }

    Answer running(String room) throws IOException {
        return bookings(room).stream()
                .filter(Rooms::isRunning)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("nothing runs in " + room));
    }

    static boolean isRunning(Answer booking) {
        return booking.text("phase").equals("checked-in");
    }

    String phase(Answer booking) throws IOException {
        return owner().get("/api/v1/bookings/" + booking.text("id")).text("phase");
    }

    String id(String room) throws IOException {
        return id(owner(), room);
    }

    private CloudClient owner() throws IOException {
        return demo.as("owner@demo.example");
    }

    private static String id(CloudClient client, String room) {
        for (Answer site : client.get("/api/v1/sites").list("items")) {
            for (Answer floor : client.get("/api/v1/sites/" + site.text("id") + "/floors").list("items")) {
                for (Answer space : client.get("/api/v1/floors/" + floor.text("id") + "/spaces").list("items")) {
                    if (space.text("name").equals(room)) {
                        return space.text("id");
                    }
                }
            }
        }
        throw new AssertionError("no room " + room);
    }
}
