package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.fleet.Configuration;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.wire.PanelMessage;
import jakarta.inject.Singleton;
import java.time.ZoneId;

/// What a panel is told about itself and the house: first word on its socket, and again whenever that is set anew.
@Singleton
final class PanelHello {

    private final DoorDesk desk;
    private final DoorClock clock;
    private final EdgeSettings settings;
    private final Configuration configuration;
    private final PageFiles page;

    PanelHello(DoorDesk desk, DoorClock clock, EdgeSettings settings, Configuration configuration, PageFiles page) {
        this.desk = desk;
        this.clock = clock;
        this.settings = settings;
        this.configuration = configuration;
        this.page = page;
    }

    PanelMessage.Hello to(Panel panel) {
        ZoneId zone = desk.state()
                .flatMap(state -> state.space(panel.space()))
                .map(space -> space.zone())
                .orElse(settings.zone());
        return new PanelMessage.Hello(page.build(), panel.id(), panel.space(), clock.moment().now(),
                configuration.locale(panel.id()).toLanguageTag(), zone, configuration.hour12(), PanelBoard.HEARTBEAT_SECONDS,
                configuration.house(panel.id()));
    }
}
