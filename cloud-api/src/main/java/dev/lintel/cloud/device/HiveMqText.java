package dev.lintel.cloud.device;

import java.nio.file.Path;

/// The embedded broker's configuration file: limits first, then the one listener there is.
final class HiveMqText {

    /// Packets of 64 KiB at most on the line, plus room for the topic and the headers around a full batch.
    static final int PACKET_BYTES = 65_536 + 1_024;
    /// The engine drops acknowledged messages beyond its queue without a word (its default is 1,000). 2,000 edges that
    /// come back at once send a hello and a batch each.
    static final int QUEUED_MESSAGES = 20_000;
    private static final int RECEIVE_MAXIMUM = 32;
    /// Edges keep alive every 20 s; three misses and the last will tells that the floor is on its own.
    static final int KEEP_ALIVE_SECONDS = 60;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int CLIENT_ID_CHARACTERS = 64;
    private static final int TOPIC_CHARACTERS = 128;

    private HiveMqText() {}

    static String xml(BrokerSettings settings, Path keys, Path trust, String password) {
        return """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tls-tcp-listener>
                      <port>%d</port>
                      <bind-address>%s</bind-address>
                      <tls>
                        <keystore><path>%s</path><password>%s</password><private-key-password>%s</private-key-password></keystore>
                        <truststore><path>%s</path><password>%s</password></truststore>
                        <protocols><protocol>TLSv1.3</protocol><protocol>TLSv1.2</protocol></protocols>
                        <handshake-timeout>%d</handshake-timeout>
                        <client-authentication-mode>REQUIRED</client-authentication-mode>
                      </tls>
                    </tls-tcp-listener>
                  </listeners>
                  <mqtt>
                    <queued-messages><max-queue-size>%d</max-queue-size><strategy>discard</strategy></queued-messages>
                    <session-expiry><max-interval>0</max-interval></session-expiry>
                    <keep-alive><max-keep-alive>%d</max-keep-alive><allow-unlimited>false</allow-unlimited></keep-alive>
                    <packets><max-packet-size>%d</max-packet-size></packets>
                    <receive-maximum><server-receive-maximum>%d</server-receive-maximum></receive-maximum>
                  </mqtt>
                  <restrictions>
                    <max-client-id-length>%d</max-client-id-length>
                    <max-topic-length>%d</max-topic-length>
                    <no-connect-idle-timeout>%d</no-connect-idle-timeout>
                  </restrictions>
                  <security>
                    <allow-empty-client-id><enabled>false</enabled></allow-empty-client-id>
                    <utf8-validation><enabled>true</enabled></utf8-validation>
                  </security>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                  <persistence><mode>in-memory</mode></persistence>
                </hivemq>
                """
                .formatted(settings.port(), settings.bind(), escaped(keys), password, password, escaped(trust), password,
                        HANDSHAKE_MILLIS, QUEUED_MESSAGES, KEEP_ALIVE_SECONDS, PACKET_BYTES, RECEIVE_MAXIMUM,
                        CLIENT_ID_CHARACTERS,
                        TOPIC_CHARACTERS, CONNECT_MILLIS);
    }

    private static String escaped(Path path) {
        return path.toAbsolutePath().toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
