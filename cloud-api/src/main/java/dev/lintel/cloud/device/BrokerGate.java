package dev.lintel.cloud.device;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.SharedSubscription;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.wire.Topics;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The part of the embedded broker that decides who comes in and which topics are theirs; everything else is denied.
///
/// Runs on the broker's own threads; keeps who was admitted with which certificate, so that a revocation can end the
/// session that rests on it.
final class BrokerGate implements ExtensionMain, SimpleAuthenticator {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerGate.class);

    private final Authority authority;
    private final Revocations revocations;
    private final String group;
    /// How often a session is looked for, a second apart: a handshake takes less.
    private static final int ATTEMPTS = 4;

    /// With which certificate each was let in last.
    private final Map<String, BigInteger> clients = new ConcurrentHashMap<>();
    private volatile @Nullable ClientService sessions;

    BrokerGate(Authority authority, Revocations revocations) {
        this.authority = authority;
        this.revocations = revocations;
        this.group = authority.shareGroup();
        revocations.onRevoked(this::drop);
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Services.securityRegistry().setAuthenticatorProvider(any -> this);
        sessions = Services.clientService();
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        sessions = null;
    }

    /// Whether the engine has taken the gate up and asks it at every connection.
    boolean standing() {
        return sessions != null;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        String clientId = input.getClientInformation().getClientId();
        Optional<X509Certificate> certificate = input.getConnectionInformation()
                .getClientTlsInformation()
                .flatMap(ClientTlsInformation::getClientCertificate);
        switch (Admission.of(clientId, certificate, authority, revocations)) {
            case Admission.Admitted(Bearer bearer, X509Certificate shown) -> {
                clients.put(clientId, shown.getSerialNumber());
                if (revocations.contains(shown)) {
                    // Revoked while it was being looked at: who revoked it may not have found it here yet.
                    output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "not authorised");
                    return;
                }
                ModifiableDefaultPermissions permissions = output.getDefaultPermissions();
                permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
                permissions.addAll(permissions(bearer));
                output.authenticateSuccessfully();
            }
            case Admission.Turned(String reason) -> {
                LOG.atWarn().addKeyValue("reason", reason).log("connection to the broker refused");
                output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "not authorised");
            }
        }
    }

    private void drop(Revocations.Revoked revoked) {
        clients.forEach((clientId, serial) -> {
            if (serial.equals(revoked.serial())) {
                end(clientId, serial, ATTEMPTS);
            }
        });
    }

    /// Only the session that rests on this certificate: one that has come with the next is left alone. A session that is being
    /// let in just now may not be there yet, so it is looked for again.
    private void end(String clientId, BigInteger serial, int attempts) {
        ClientService service = sessions;
        if (service == null || !serial.equals(clients.get(clientId))) {
            return;
        }
        var _ = service.disconnectClient(clientId, true, DisconnectReasonCode.NOT_AUTHORIZED, "certificate revoked")
                .exceptionally(failure -> {
                    LOG.atError().addKeyValue("client", clientId).setCause(failure).log("a revoked session goes on");
                    return false;
                })
                .thenAccept(found -> {
                    if (found) {
                        clients.remove(clientId, serial);
                        LOG.atWarn().addKeyValue("client", clientId).log("session ended: certificate revoked");
                    } else if (attempts > 1) {
                        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                                .execute(() -> end(clientId, serial, attempts - 1));
                    }
                });
    }

    private List<TopicPermission> permissions(Bearer bearer) {
        var permissions = new ArrayList<TopicPermission>();
        switch (bearer) {
            case Bearer.Edge(EdgeId id) -> {
                permissions.add(publish(Topics.up(id), Retain.NOT_RETAINED));
                permissions.add(publish(Topics.metrics(id), Retain.NOT_RETAINED));
                permissions.add(publish(Topics.state(id), Retain.ALL));
                permissions.add(subscribe(Topics.down(id)));
            }
            case Bearer.Node _ -> {
                permissions.add(share(Topics.ALL_UP));
                permissions.add(share(Topics.ALL_METRICS));
                permissions.add(subscribe(Topics.ALL_STATE));
                permissions.add(publish(Topics.ALL_DOWN, Retain.NOT_RETAINED));
            }
        }
        return permissions;
    }

    private static TopicPermission publish(String topic, Retain retain) {
        return Builders.topicPermission().topicFilter(topic).activity(MqttActivity.PUBLISH).retain(retain).build();
    }

    private static TopicPermission subscribe(String topic) {
        return Builders.topicPermission()
                .topicFilter(topic)
                .activity(MqttActivity.SUBSCRIBE)
                .sharedSubscription(SharedSubscription.NOT_SHARED)
                .build();
    }

    private TopicPermission share(String topic) {
        return Builders.topicPermission()
                .topicFilter(topic)
                .activity(MqttActivity.SUBSCRIBE)
                .sharedSubscription(SharedSubscription.SHARED)
                .sharedGroup(group)
                .build();
    }
}
