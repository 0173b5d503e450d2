package dev.lintel.provisioning.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Where the demo listens, always on this machine only. `shift` moves all of them, for a second demo or a taken port.
record DemoPorts(int shift) {

    int cloudHttp() {
        return 8080 + shift;
    }

    int cloudHttps() {
        return 8443 + shift;
    }

    int broker() {
        return 8883 + shift;
    }

    /// Where the door agent of a floor finds the broker: the near end of its cable.
    int cable(int floor) {
        return 8884 + floor + shift;
    }

    int panels(int floor) {
        return 7101 + floor + shift;
    }

    /// Fails with a sentence that names the first port somebody else uses.
    void requireFree(int floors) {
        requireFree(cloudHttp(), "the cloud");
        requireFree(cloudHttps(), "the cloud's HTTPS");
        requireFree(broker(), "the message broker");
        for (int floor = 0; floor < floors; floor++) {
            requireFree(panels(floor), "the panels of floor " + (floor + 1));
            requireFree(cable(floor), "the cable of floor " + (floor + 1));
        }
    }

    private void requireFree(int port, String what) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new DemoFailure("Port " + port + ", meant for " + what + ", is taken by another program. End that program,"
                    + " or move all ports of the demo: ./mvnw -Pdemo -Ddemo.shift=1000");
        }
    }
}
