using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Ssh;

public sealed class SshTests(RealBackend real) : IClassFixture<RealBackend>
{
    // Made by ssh-keygen, with the fingerprint that ssh-keygen shows. The private key is lost.
    private const string PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFlG+3q3mril1P5uUs1eHgbHSNsq0zM64oj9mb2Cohhg";
    private const string Fingerprint = "SHA256:yoLHP82j3PNCNXI4VVzRGb5v3EJEhzKC8MQwkqLMooM";

    [Fact]
    public async Task A_key_is_listed_with_its_fingerprint_until_it_is_deleted()
    {
        using var client = ClientOf("org_keys");

        var key = await client.CreateSshKeyAsync(new() { PublicKey = PublicKey, Name = "laptop" }, Limit.Token);

        (key.Name, key.Fingerprint).Should().Be(("laptop", Fingerprint));
        (await client.ListSshKeysAsync(Limit.Token)).Should().ContainSingle().Which.Id.Should().Be(key.Id);
        await client.DeleteSshKeyAsync(key.Id, Limit.Token);
        (await client.ListSshKeysAsync(Limit.Token)).Should().BeEmpty();
    }

    [FactWithSshKeygen]
    public async Task A_registered_key_gets_a_certificate()
    {
        var computer = await real.CreateAsync();
        var key = await real.Client.CreateSshKeyAsync(new() { PublicKey = PublicKey }, Limit.Token);

        var certificate = await real.Client.CreateSshCertificateAsync(computer.Id, new() { SshKeyId = key.Id, TtlSeconds = 60 }, Limit.Token);

        certificate.AuthorizedKey.Should().StartWith("ssh-ed25519-cert-v01@openssh.com ");
        certificate.ExpiresAt.Should().BeAfter(DateTimeOffset.UnixEpoch).And.BeBefore(DateTimeOffset.UtcNow.AddMinutes(2));
    }

    [FactWithSshKeygen]
    public async Task Credentials_are_a_key_pair_with_its_certificate_and_are_not_shown()
    {
        var computer = await real.CreateAsync();

        var credentials = await real.Client.CreateSshCredentialsAsync(computer.Id, cancellationToken: Limit.Token);

        credentials.ClientPrivateKey.Should().StartWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        credentials.ClientCertificate.Should().StartWith("ssh-ed25519-cert-v01@openssh.com ");
        (credentials.ComputerId, credentials.ComputerHandle).Should().Be((computer.Id, computer.Handle));
        credentials.ToString().Should().NotContain("PRIVATE KEY");
    }

    private AgentComputerClient ClientOf(string workspace)
    {
        var key = real.Backend.CreateApiKey(workspace);
        return real.Backend.CreateClient(options => options.ApiKey = key);
    }
}
