package dev.lintel.edge.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What this edge agent was told to be. Made by [SettingsReading] only, so every value here has been checked.
///
/// @param data folder of the floor's copy, the identity and the panel files
/// @param panelHost address of this machine itself at which a panel on it is served over HTTP
/// @param panelPort port of that server
/// @param lan where panels elsewhere are served over HTTPS, if anywhere
/// @param panelNames host names under which panels may reach this agent; any other `Host` is refused (DNS rebinding)
/// @param cloud base address of the cloud, needed until enrolment is done
/// @param tokenFile file of the one-use enrolment token
/// @param broker where the broker is reached from here, when not at the address the cloud names (a tunnel, a relay); the
///        certificate is still checked against this host name
/// @param locale language and region in which the doors speak until the floor's configuration says otherwise
/// @param hour12 whether clocks show 12 hours with am and pm
/// @param zone time zone of the site until the floor's configuration says otherwise
public record EdgeSettings(Path data, String panelHost, int panelPort, Optional<Lan> lan, Set<String> panelNames,
        Optional<URI> cloud,
        Optional<Path> tokenFile, Optional<InetSocketAddress> broker, Locale locale, ZoneId zone,
        boolean hour12) {

    /// Address and port of the HTTPS server.
    public record Lan(String host, int port) {}

    public EdgeSettings {
        panelNames = Set.copyOf(panelNames);
    }

    /// Where this agent is reached on its own machine.
    ///
    /// @param port the port it listens on, where that was left to the system to choose
    public URI onThisMachine(int port) {
        boolean bare = panelHost.contains(":") && !panelHost.startsWith("[");
        return URI.create("http://" + (bare ? "[" + panelHost + "]" : panelHost) + ":" + port);
    }
}
