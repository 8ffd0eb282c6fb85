using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Ssh;

public sealed class SshTests : WireTest
{
    [Fact]
    public async Task A_certificate_is_issued_bare()
    {
        Wire.Answers("/v1/computers/c1/ssh/certificates", new Answer(201, """
            {"authorized_key":"ssh-ed25519-cert-v01@openssh.com AAAA","ssh_user":"node","ssh_host":"h.test","ssh_port":22,"expires_at":"2026-05-01T10:00:00Z","serial":7}
            """));

        var certificate = await Client.CreateSshCertificateAsync("c1", new() { SshKeyId = "k1", TtlSeconds = 60 }).Soon();

        (Wire.Request.Method, Wire.Request.Body).Should().Be(("POST", """{"ssh_key_id":"k1","ttl_seconds":60}"""));
        (certificate.AuthorizedKey, certificate.SshUser, certificate.SshHost, certificate.SshPort).Should().Be(("ssh-ed25519-cert-v01@openssh.com AAAA", "node", "h.test", 22));
        certificate.ExpiresAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        certificate.AdditionalProperties.Should().ContainKey("serial");
    }

    [Fact]
    public async Task Credentials_are_issued_bare_and_an_empty_object_is_sent()
    {
        Wire.Answers("/v1/computers/c1/ssh-credentials", new Answer(201, """
            {"computer_id":"c1","computer_handle":"shop","ssh_user":"node","edge_host":"e.test","edge_port":"443","sni":"c1.test","client_private_key":"PRIVAT","client_public_key":"pub",
             "client_certificate":"cert","guest_host_public_key":7,"expires_at":"2026-05-01T10:00:00Z","edge_region":"eu"}
            """));

        var credentials = await Client.CreateSshCredentialsAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", "/v1/computers/c1/ssh-credentials", "{}"));
        (credentials.ComputerId, credentials.ComputerHandle, credentials.SshUser, credentials.EdgeHost, credentials.EdgePort, credentials.Sni).Should().Be(("c1", "shop", "node", "e.test", 443, "c1.test"));
        (credentials.ClientPrivateKey, credentials.ClientPublicKey, credentials.ClientCertificate, credentials.GuestHostPublicKey).Should().Be(("PRIVAT", "pub", "cert", null));
        credentials.AdditionalProperties.Should().ContainKeys("guest_host_public_key", "edge_region");
    }

    [Fact]
    public async Task The_time_of_credentials_is_sent_if_it_is_said()
    {
        Wire.Answers("/v1/computers/c1/ssh-credentials", new Answer(201, "{}"));

        await Client.CreateSshCredentialsAsync("c1", new() { TtlSeconds = 60 }).Soon();

        Wire.Request.Body.Should().Be("""{"ttl_seconds":60}""");
    }
}
