package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.cloud.FloorRows;
import dev.lintel.provisioning.world.cloud.Tables;
import dev.lintel.provisioning.world.door.DoorHost;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.ground.Timeline;
import java.util.Optional;

/// Who takes part in a world at present.
public interface Scene {

    Site site();

    Timeline time();

    CloudHost cloud();

    /// The machine that is this floor's door now.
    Optional<DoorHost> door(FloorId floor);

    default Tables tables(FloorId floor) {
        return cloud().of(site().of(floor).tenant());
    }

    default FloorRows rows(FloorId floor) {
        return tables(floor).floor(floor);
    }
}
