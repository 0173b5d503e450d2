package dev.lintel.edge.pairing;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The public half of a key that a panel's browser made and keeps to itself.
final class PanelKey {

    /// A P-256 key has 91 bytes.
    private static final int TEXT_LIMIT = 200;

    private PanelKey() {}

    /// True for the text of a P-256 key, and for nothing else that a browser might send.
    static boolean usable(String text) {
        try {
            ECParameterSpec own = read(text).getParams();
            AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
            p256.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec wanted = p256.getParameterSpec(ECParameterSpec.class);
            return own.getCurve().equals(wanted.getCurve()) && own.getGenerator().equals(wanted.getGenerator());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static ECPublicKey read(String text) throws GeneralSecurityException {
        if (text.length() > TEXT_LIMIT) {
            throw new GeneralSecurityException("longer than a key");
        }
        return (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getUrlDecoder().decode(text)));
    }

    /// Browsers write a signature as its two numbers side by side.
    static boolean signed(String publicKey, byte[] text, String signature) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(read(publicKey));
            check.update(text);
            return signature.length() <= TEXT_LIMIT && check.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
