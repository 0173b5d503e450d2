package dev.lintel.edge.sync;

import dev.lintel.edge.settings.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A key for which a certificate is being asked. It is on the disk before the cloud hears of it, and stays there until the
/// certificate does: an answer that was lost is given again to the same key, and to no other.
record PendingKey(KeyPair keys) {

    /// An enrolment and a renewal may be under way at the same time, by two threads; neither may take the other's key.
    enum For {
        ENROLMENT("pending-key.pem"), RENEWAL("renewal-key.pem");

        private final String file;

        For(String file) {
            this.file = file;
        }
    }

    /// The key that an interrupted attempt left, or a new one.
    static PendingKey of(DataFolder folder, For purpose) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(purpose.file);
        if (Files.exists(file)) {
            try {
                String text = Files.readString(file);
                return new PendingKey(new KeyPair(Pem.publicKey(text), Pem.privateKey(text)));
            } catch (GeneralSecurityException torn) {
                Files.delete(file);
            }
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        folder.keep(purpose.file, Pem.of("PUBLIC KEY", keys.getPublic().getEncoded())
                + Pem.of("PRIVATE KEY", keys.getPrivate().getEncoded()));
        return new PendingKey(keys);
    }

    /// The request for a certificate, as DER.
    byte[] request(String name) throws IOException {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=" + name), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IOException("this machine cannot sign a certificate request", e);
        }
    }

    static void forget(DataFolder folder, For purpose) throws IOException {
        Files.deleteIfExists(folder.resolve(purpose.file));
    }
}
