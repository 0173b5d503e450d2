package dev.lintel.edge.hardware.satellite;

import dev.lintel.protocol.presence.Technology;

/// One sensor that reports over the network, as IT has registered it.
///
/// @param name of its file
/// @param space name or id of its room
/// @param keySha256 hash of the key that it shows
record Satellite(String name, String space, Technology technology, String keySha256) {

    /// Its name among the sensors of its room. No sensor of the settings can have a dot in its name.
    String sensor() {
        return "satellite." + name;
    }
}
