package org.bocau.account;

/**
 * A key to be kept.
 *
 * @param algorithm its name as the signer knows it
 * @param sealed the private key, which this module cannot open
 * @param record the TXT record that publishes the public one
 */
public record NewDkimKey(String selector, String algorithm, byte[] sealed, String record) {}
