package dev.lintel.protocol.identity;

import java.util.UUID;

/// Where new identities come from. Handed in, so that no rule and no test depends on chance.
public interface IdSource {

    UUID next();

    default OperationId operation() {
        return new OperationId(next());
    }

    default BookingId booking() {
        return new BookingId(next());
    }

    /// 26 base32 characters carry 130 bits; the last two come out as zero.
    default EdgeId edge() {
        UUID id = next();
        StringBuilder text = new StringBuilder(26);
        for (int bit = 0; bit < 130; bit += 5) {
            int digit = 0;
            for (int i = bit; i < bit + 5; i++) {
                digit = (digit << 1) | bitAt(id, i);
            }
            text.append((char) (digit < 26 ? 'a' + digit : '2' + digit - 26));
        }
        return new EdgeId(text.toString());
    }

    private static int bitAt(UUID id, int index) {
        if (index >= 128) {
            return 0;
        }
        long half = index < 64 ? id.getMostSignificantBits() : id.getLeastSignificantBits();
        return (int) ((half >>> (63 - index % 64)) & 1);
    }
}
