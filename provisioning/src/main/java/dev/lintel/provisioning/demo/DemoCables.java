package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cable.Cable;
import dev.lintel.provisioning.cable.Weather;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One cable from each floor's door agent to the broker, in the order of [DemoSite#FLOORS].
final class DemoCables implements AutoCloseable {

    private final List<Cable> cables;

    private DemoCables(List<Cable> cables) {
        this.cables = List.copyOf(cables);
    }

    static DemoCables lay(DemoPorts ports) {
        List<Cable> laid = new ArrayList<>();
        for (int floor = 0; floor < DemoSite.FLOORS.size(); floor++) {
            try {
                laid.add(Cable.lay(ports.cable(floor), ports.broker()));
            } catch (IOException e) {
                laid.forEach(Cable::close);
                throw new DemoFailure("The cable of " + DemoSite.FLOORS.get(floor).name() + " cannot be laid at port "
                        + ports.cable(floor) + ": " + e.getMessage());
            }
        }
        return new DemoCables(laid);
    }

    Weather weather(int floor) {
        return cables.get(floor).weather();
    }

    void turn(int floor, Weather weather) {
        cables.get(floor).turn(weather);
    }

    @Override
    public void close() {
        cables.forEach(Cable::close);
    }
}
