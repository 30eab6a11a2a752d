/**
 * A certificate for localhost that nobody but itself has issued, good until the year 2126, with its
 * key. It opens nothing: it is here so that tests need no program that makes one.
 */
export const ownCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUNnAi6mKykPGhTxTCmH+lcV28D4gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzE0MzI1MVoYDzIxMjYxMTAz
MTQzMjUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATMnr+JemEEPXNDlqYVAEX/8BC/slRLdBgR/wRnjV8fcxDSfh38pcjN
JCLfkuM22RwKc1vVLNmC3ECjV7C9vrgVo2kwZzAdBgNVHQ4EFgQUmv7zZtPovbl1
F1A/o8AV7RbDhTIwHwYDVR0jBBgwFoAUmv7zZtPovbl1F1A/o8AV7RbDhTIwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgVqRO+8QsRISkPYnEqV9s5+K2ErGoUlj1XCVTERd3QYYCIBF3H3iQmsAG
ECO9C9VxpJohuNClTJnF/DFdtsG3/tdZ
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpEpZ3qHN8QuDmswC
QkyxIjNC5Rqa8Pm5pa/+iLLFwb2hRANCAATMnr+JemEEPXNDlqYVAEX/8BC/slRL
dBgR/wRnjV8fcxDSfh38pcjNJCLfkuM22RwKc1vVLNmC3ECjV7C9vrgV
-----END PRIVATE KEY-----
`,
};
