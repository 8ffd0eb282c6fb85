namespace AgentComputer.ReferenceBackend.Tests.Resources.SshKeys;

/// <summary>Public keys that ssh-keygen made, and the fingerprints that ssh-keygen shows of them. Their private keys are lost.</summary>
internal static class TestKeys
{
    public const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFlG+3q3mril1P5uUs1eHgbHSNsq0zM64oj9mb2Cohhg";
    public const string Rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCVob8opKMEIzLFZ1G9+Emw6gToajbMXSE7hbS5jCPwiHpc04bOaXX1I0sVE5yWE6Uxy1xAX+YIpc5ahsa3gAYmO8S8ihrlAn+PLBc2/d2Pg+vIMr6bnL8eFZOerXJB0UgNMWXp+srYfVZO/06Opot7rGnp/jOvaoA6Dx6EyDo7RRXQm7iOBIHgQ/FBZ7Rpfh5Q8DL/nCB0OC6PRxJq70U081LFNIAFHZ7z1Y0S120xxkeWDM4jl/uWyb/HoxiB7CGp81wL+jrNV5Agmx6G8AfNxDUhomF+igzsulnNlY3gTZchnaFT8goR4EU0pAtxe6/53b2+gDEUgJlmcK3Oy+n5";
    public const string Ecdsa256 = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA3OfWmmzBGzxmzL4Bk/TVu9tUXKGGwri2RxvC3xJh+C2OLc3jUDwBc8RqMrAaHTxIX4pDbcN9sdSijxUgOH/Mc=";
    public const string Ecdsa384 = "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBCQwYRmeRhGRVT/pLtvmN8uv7BHmGvVWDUAIpGunc9V5XiwCB+9yzOHjEYeKq4cBK6FHJiiSa49c5nv+ERmFaRxjg2GeDItUIGGAZQWVn2Zja/wLYmO5n4ix0eASLeJvfg==";
    public const string Ecdsa521 = "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAH8HLE7uUaH7XDdF+vqF9v8pkIK6o/MWdEo3kYb1CjL+M/WrhHfZ3Pb7Im5+CphfYGbHjLEjEFyVtaTm3xAK8qorQH/XRsTLQ9G4v+NLJet6FwGuI0SU3lUK8I2gLK8L6l31MDglOdvroRIF4Djbe6gaVy49QTlckcdltVq2ZjAXwIHcg==";
    public const string SecurityEd25519 = "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fAAAABHNzaDo=";
    public const string SecurityEcdsa256 = "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBA3OfWmmzBGzxmzL4Bk/TVu9tUXKGGwri2RxvC3xJh+C2OLc3jUDwBc8RqMrAaHTxIX4pDbcN9sdSijxUgOH/McAAAAEc3NoOg==";

    public static TheoryData<string, string> All => new()
    {
        { Ed25519, "SHA256:yoLHP82j3PNCNXI4VVzRGb5v3EJEhzKC8MQwkqLMooM" },
        { Rsa, "SHA256:ZJiOH11IsxjdTerCJddJqxsGhaxtTawDRsH8iySAow8" },
        { Ecdsa256, "SHA256:sFihm6hzX6DV72XE82EkEvh8/B4c3f1rnSz2qSkl890" },
        { Ecdsa384, "SHA256:+3o4WEs9utTIx6d4lCpmZrrHl1o079RYKF71QFnD5bY" },
        { Ecdsa521, "SHA256:KvnuKKKijgB6t0ZafPKVFFV9e4c0D8tumksf59vr0rw" },
        { SecurityEd25519, "SHA256:/p0CbeE3dk2SyW1OXXsThGc12ezDVD8eGw2/vtztDfk" },
        { SecurityEcdsa256, "SHA256:sDl5IBmMvUF8P90S4zNJPiuy7fg9Gg75WEj6CUUbwzw" },
    };
}
