package dev.lintel.edge.gate;

import dev.lintel.edge.settings.EdgeSettings;
import java.util.HashMap;
import java.util.Map;

/// Where the server listens, as its framework wants to be told.
public final class Listeners {

    private static final String LISTENERS = "micronaut.server.netty.listeners.";

    private Listeners() {}

    /// One listener for panels on this machine; one with a certificate for all others, if they are served at all.
    public static Map<String, Object> of(EdgeSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        // Only names the server in its own words; the listeners say where it is.
        properties.put("micronaut.server.host", settings.panelHost());
        properties.put(LISTENERS + "local.host", settings.panelHost());
        properties.put(LISTENERS + "local.port", settings.panelPort());
        settings.lan().ifPresent(lan -> {
            properties.put("micronaut.server.ssl.enabled", true);
            properties.put(LISTENERS + "panels.host", lan.host());
            properties.put(LISTENERS + "panels.port", lan.port());
            properties.put(LISTENERS + "panels.ssl", true);
            properties.put(LISTENERS + "panels.key-name", PanelCertificate.NAME);
        });
        return properties;
    }
}
