package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.wire.Topics;
import java.nio.file.Path;
import java.util.List;

/// What Mosquitto reads: its configuration and its access list.
final class MosquittoText {

    static final String ACCESS = "access";
    static final String TRUST = "trust.pem";
    static final String SERVER = "server.pem";
    static final String REVOKED = "revoked.pem";
    static final String PID = "mosquitto.pid";
    /// Mosquitto's default of 20 would hold a replica to 20 messages of 2,000 edges at a time; a client that wants fewer
    /// says so when it connects, as every edge does.
    private static final int IN_FLIGHT = 1_024;

    private MosquittoText() {}

    /// Everything is refused but mutual TLS with a certificate of ours; the certificate's name is user and client id, so
    /// that no client can take another's session by its id. Nothing is kept on disk: the logs are in the databases.
    ///
    /// @param user under whom a broker that is started as root goes on; it must be able to read the folder
    static String configuration(BrokerSettings settings, Path folder, String user) {
        return """
                # Written by the Lintel cloud at each start. Start the broker with: mosquitto -c %1$s/mosquitto.conf
                per_listener_settings false
                user %2$s
                pid_file %1$s/%3$s
                persistence false
                sys_interval 0
                log_dest stdout
                log_type error
                log_type warning
                log_type notice
                allow_anonymous false
                allow_zero_length_clientid false
                acl_file %1$s/%4$s
                max_packet_size %5$d
                max_queued_messages %6$d
                max_inflight_messages %7$d
                max_keepalive %8$d
                set_tcp_nodelay true

                listener %9$d %10$s
                cafile %1$s/%11$s
                certfile %1$s/%12$s
                keyfile %1$s/%12$s
                crlfile %1$s/%13$s
                tls_version tlsv1.2
                require_certificate true
                use_identity_as_username true
                use_username_as_clientid true
                """
                .formatted(folder, user, PID, ACCESS, HiveMqText.PACKET_BYTES, HiveMqText.QUEUED_MESSAGES, IN_FLIGHT,
                        HiveMqText.KEEP_ALIVE_SECONDS, settings.port(), settings.bind(), TRUST, SERVER, REVOKED);
    }

    /// Mosquitto asks the sections of a user first and the patterns then; what neither names is denied. Subscriptions are
    /// all granted by it, and what they bring is checked message by message, so a filter that is too wide stays silent.
    static String access(BrokerView view) {
        var text = new StringBuilder("# Written by the Lintel cloud whenever a replica comes or an edge goes.\n");
        for (String node : view.nodes()) {
            text.append("\nuser ").append(node).append('\n');
            for (String topic : List.of(Topics.ALL_UP, Topics.ALL_STATE, Topics.ALL_METRICS)) {
                text.append("topic read ").append(topic).append('\n');
            }
            text.append("topic write ").append(Topics.ALL_DOWN).append('\n');
        }
        for (EdgeId edge : view.barred()) {
            text.append("\nuser ").append(edge).append("\ntopic deny #\n");
        }
        text.append('\n');
        for (String topic : List.of(Topics.ALL_UP, Topics.ALL_STATE, Topics.ALL_METRICS)) {
            text.append("pattern write ").append(own(topic)).append('\n');
        }
        return text.append("pattern read ").append(own(Topics.ALL_DOWN)).append('\n').toString();
    }

    private static String own(String topicOfAll) {
        return topicOfAll.replace("+", "%u");
    }
}
