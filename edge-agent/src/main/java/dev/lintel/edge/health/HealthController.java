package dev.lintel.edge.health;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.ShadowReleases;
import dev.lintel.edge.hardware.StatusLights;
import dev.lintel.edge.health.SelfChecks.Check;
import dev.lintel.edge.health.SelfChecks.Status;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.presence.SensorHealth;
import dev.lintel.protocol.wire.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One page that says whether the doors of this floor work, and if not, why and what to do.
@Controller("/health")
public final class HealthController {

    private final DoorDesk desk;
    private final StatusLights lights;
    private final SelfChecks self;
    private final RoomReports rooms;

    HealthController(DoorDesk desk, StatusLights lights, SelfChecks self, RoomReports rooms) {
        this.desk = desk;
        this.lights = lights;
        this.self = self;
        this.rooms = rooms;
    }

    @Get
    HttpResponse<String> show() {
        List<Check> checks = self.all();
        Status worst = checks.stream().map(Check::status).max(Enum::compareTo).orElse(Status.UP);
        Json.Obj health = Json.object()
                .with("status", worst.word())
                .with("checks", Json.array(checks, HealthController::json))
                .with("rooms", Json.array(rooms.all(), HealthController::room))
                .with("lights", lights());
        Json.Obj body = desk.state()
                .map(DoorState::at)
                .map(HealthController::position)
                .map(at -> health.with("position", at))
                .orElse(health);
        return HttpResponse.<String>status(worst == Status.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
                .body(body.canonical())
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /// For a supervisor that only asks whether the process answers at all.
    @Get("/live")
    HttpResponse<String> live() {
        return HttpResponse.ok("{\"status\":\"up\"}").contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /// Where the door stands with the cloud, for whoever compares both sides.
    private static Json.Obj position(DoorPosition at) {
        return Json.object()
                .with("floor", at.floor().toString())
                .with("epoch", at.epoch())
                .with("line", at.line().at().toString())
                .with("feedSeq", at.feed().seq())
                .with("logSeq", at.log().seq())
                .with("logAckedSeq", at.logAcked().seq());
    }

    private static Json.Obj room(RoomReports.Room room) {
        Json.Obj sensors = Json.object();
        for (Map.Entry<String, SensorHealth> each : room.sensors().entrySet()) {
            sensors = sensors.with(each.getKey(), each.getValue().word());
        }
        Json.Obj own = Json.object()
                .with("space", room.space())
                .with("presence", room.presence())
                .with("sensors", sensors)
                .with("release", room.release().word());
        Json.Obj shown = room.kept().map(why -> own.with("kept", why)).orElse(own);
        ShadowReleases.Tally tally = room.tally();
        return tally.released() == 0
                ? shown
                : shown.with("shadow", Json.object()
                        .with("released", tally.released())
                        .with("right", tally.right())
                        .with("wrong", tally.wrong())
                        .with("unknown", tally.unknown()));
    }

    private Json lights() {
        List<StatusLights.Lit> lit = new ArrayList<>(lights.shown());
        return Json.array(lit,
                light -> Json.object().with("space", light.space().toString()).with("signal", light.signal().word()));
    }

    private static Json.Obj json(Check check) {
        Json.Obj shown = Json.object()
                .with("id", check.id())
                .with("status", check.status().word())
                .with("detail", check.detail());
        return check.fix().isEmpty() ? shown : shown.with("fix", check.fix());
    }
}
