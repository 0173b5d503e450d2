package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.EdgeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The only place where topic names are built and read. A topic names the edge, never a tenant.
public final class Topics {

    private static final String ROOT = "lintel/v1/e/";
    private static final Pattern FORM = Pattern.compile("lintel/v1/e/([a-z2-7]{26})/(up|down|state|metrics)");

    /// What the cloud listens to, as MQTT filters.
    public static final String ALL_UP = ROOT + "+/up";
    public static final String ALL_STATE = ROOT + "+/state";
    public static final String ALL_METRICS = ROOT + "+/metrics";

    /// What the cloud writes to, as a filter for permissions only: nobody subscribes to all floors' orders.
    public static final String ALL_DOWN = ROOT + "+/down";

    private Topics() {}

    public static String up(EdgeId edge) {
        return ROOT + edge + "/up";
    }

    public static String down(EdgeId edge) {
        return ROOT + edge + "/down";
    }

    public static String state(EdgeId edge) {
        return ROOT + edge + "/state";
    }

    public static String metrics(EdgeId edge) {
        return ROOT + edge + "/metrics";
    }

    /// The filter by which a replica takes its share. Not for `state`: a shared subscription is not given retained messages.
    ///
    /// @param group in which the replicas share the ordered uplink, so that each message reaches one of them
    public static String shared(String group, String filter) {
        return "$share/" + group + "/" + filter;
    }

    /// The edge a topic belongs to; empty for a topic that is none of ours.
    public static Optional<EdgeId> edgeOf(String topic) {
        Matcher matcher = FORM.matcher(topic);
        return matcher.matches() ? Optional.of(new EdgeId(matcher.group(1))) : Optional.empty();
    }
}
