package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.provisioning.world.door.DoorHost;
import java.util.HashMap;
import java.util.Map;

/// Lines and cursors never move back within an epoch, and epochs never do; unless a backup or another card is what a party reads.
final class Cursors {

    private record Cloud(FloorPosition at, int restores) {}

    private record Door(DoorPosition at, long card) {}

    private final Excuses excuses;
    private final Map<FloorId, Cloud> clouds = new HashMap<>();
    private final Map<DoorHost, Door> doors = new HashMap<>();

    Cursors(Excuses excuses) {
        this.excuses = excuses;
    }

    void moved(FloorPosition now) {
        Cloud before = clouds.put(now.floor(), new Cloud(now, excuses.restores()));
        if (before == null || before.restores() != excuses.restores()) {
            return;
        }
        FloorPosition was = before.at();
        boolean back = now.epoch() < was.epoch() || (now.epoch() == was.epoch() && (now.line().at().isBefore(was.line().at())
                || now.feed().seq() < was.feed().seq() || now.feedAcked().seq() < was.feedAcked().seq()
                || now.log().seq() < was.log().seq()));
        if (back) {
            throw new Violation("a cursor of the cloud moved back", was + " became " + now);
        }
    }

    void moved(DoorHost host, DoorPosition now) {
        Door before = doors.put(host, new Door(now, excuses.card(host, 0)));
        if (before == null || before.card() != excuses.card(host, 0)) {
            return;
        }
        DoorPosition was = before.at();
        boolean back = now.epoch() < was.epoch() || (now.epoch() == was.epoch()
                && (now.line().at().isBefore(was.line().at()) || now.log().seq() < was.log().seq()
                        || now.logAcked().seq() < was.logAcked().seq() || now.feed().seq() < was.feed().seq()));
        if (back) {
            throw new Violation("a cursor of the door moved back", was + " became " + now);
        }
    }
}
