package org.bocau.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/**
 * Public keys on P-256 as the web writes them: an uncompressed point, 65 octets (SEC 1 §2.3.3, RFC
 * 8291 §3.1).
 */
final class CurvePoint {
    static final int OCTETS = 65;

    private static final int COORDINATE = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final ECParameterSpec P256 = p256();

    private CurvePoint() {}

    private static ECParameterSpec p256() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    static KeyPair newPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(P256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    static ECParameterSpec parameters() {
        return P256;
    }

    static byte[] octets(ECPublicKey key) {
        var point = new byte[OCTETS];
        point[0] = UNCOMPRESSED;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + COORDINATE);
        return point;
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] octets = number.toByteArray(); // with a sign, without leading zeros
        int length = Math.min(octets.length, COORDINATE);
        System.arraycopy(octets, octets.length - length, into, at + COORDINATE - length, length);
    }

    /**
     * @throws IllegalArgumentException not a point of the curve in this form
     */
    static ECPublicKey key(byte[] octets) {
        if (octets.length != OCTETS || octets[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("not an uncompressed point");
        }
        var x = new BigInteger(1, Arrays.copyOfRange(octets, 1, 1 + COORDINATE));
        var y = new BigInteger(1, Arrays.copyOfRange(octets, 1 + COORDINATE, OCTETS));
        if (!onCurve(x, y)) throw new IllegalArgumentException("not a point of P-256");
        try {
            var spec = new ECPublicKeySpec(new ECPoint(x, y), P256);
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a point of P-256", e);
        }
    }

    private static boolean onCurve(BigInteger x, BigInteger y) {
        var curve = P256.getCurve();
        var p = ((ECFieldFp) curve.getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) return false;
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        return y.pow(2).mod(p).equals(right);
    }
}
