package dev.lintel.edge.sync;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Says what is wrong between this machine and the cloud as a technician would, who has a cable tester and no stack trace.
final class Trouble {

    private static final int NOT_AUTHORISED = 0x87;
    private static final int BAD_CREDENTIALS = 0x86;

    private Trouble() {}

    /// @param place host and port that were called
    static String sentence(Throwable failure, String place) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> said = said(cause, place);
            if (said.isPresent()) {
                return said.get();
            }
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return "The connection to " + place + " failed: " + message + ".";
    }

    /// Whether what failed may be that this edge's certificate is not taken. Whoever refuses one hangs up, and his word for it
    /// may be lost on the way.
    static boolean doubtsCertificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean alert = cause instanceof SSLException
                    && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("received fatal alert");
            boolean notLetIn = cause instanceof MqttException mqtt
                    && (mqtt.getReasonCode() == NOT_AUTHORISED || mqtt.getReasonCode() == BAD_CREDENTIALS);
            if (alert || notLetIn || cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> said(Throwable cause, String place) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return switch (cause) {
            case CertificateExpiredException _,CertificateNotYetValidException _ -> Optional.of("The certificate that " + place
                    + " shows is not valid at the time of this machine's clock (" + cause.getMessage()
                    + "). Check the clock first.");
            case CertPathBuilderException _ -> Optional.of(another(place));
            case CertificateException _ when message.contains("does not belong to the cloud") -> Optional.of(another(place));
            case CertificateException _ when message.contains("name") || message.contains("subject alternative") ->
                Optional.of("The certificate that " + place + " shows speaks for another name ("
                        + cause.getMessage() + "). Call it by the name that the cloud gave, or by lintel.broker.address.");
            case SSLException _ when message.contains("received fatal alert: certificate_expired") -> Optional.of(place
                    + " says that this edge's certificate has ended. It is renewed as soon as the cloud's HTTPS address answers.");
            case SSLException _ when message.contains("received fatal alert") -> Optional.of(place
                    + " does not accept this edge's certificate (" + cause.getMessage()
                    + "): it has ended, was revoked, or is another cloud's. See \"certificate\" in /health.");
            case UnknownHostException _ -> Optional.of(unknown(place));
            case UnresolvedAddressException _ -> Optional.of(unknown(place));
            case NoRouteToHostException _ -> Optional.of(noWay(place));
            case ConnectException _ when message.contains("unreachable") -> Optional.of(noWay(place));
            case ConnectException _ when message.contains("refused") -> Optional.of("Nobody answers at " + place
                    + " (connection refused). Is the cloud running there, and the port right?");
            case EOFException _ -> Optional.of(hungUp(place));
            case SocketException _ when message.contains("reset") || message.contains("broken pipe") ->
                Optional.of(hungUp(place));
            case SocketTimeoutException _,HttpTimeoutException _ -> Optional.of(silent(place));
            case MqttException mqtt when mqtt.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_TIMEOUT ->
                Optional.of(silent(place));
            case MqttException mqtt when mqtt.getReasonCode() == NOT_AUTHORISED
                    || mqtt.getReasonCode() == BAD_CREDENTIALS ->
                Optional.of("The broker at " + place
                        + " does not let this edge in: it was revoked or retired. Ask an administrator to re-enrol it.");
            default -> Optional.empty();
        };
    }

    private static String another(String place) {
        return "The server at " + place + " does not belong to the cloud that this edge was enrolled in. Check the address, and"
                + " what stands between: a proxy that opens TLS cannot be passed.";
    }

    /// What refuses a certificate says so, and hangs up; when it hangs up first, its word is lost.
    private static String hungUp(String place) {
        return place + " hung up. If that goes on, it may not accept this edge's certificate: see \"certificate\" in /health.";
    }

    private static String unknown(String place) {
        return "The name in " + place + " is not known here. Check the network cable, and the name server.";
    }

    private static String noWay(String place) {
        return "There is no way from here to " + place + ". Check the network cable, and the gateway.";
    }

    private static String silent(String place) {
        return place
                + " takes connections and says nothing. Is the broker overloaded, or does a firewall swallow what is sent?";
    }
}
