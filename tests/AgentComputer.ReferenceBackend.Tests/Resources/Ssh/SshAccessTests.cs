using System.Net;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ssh;

public sealed class SshAccessTests : DoorRoom
{
    private readonly TempFolder _temp = new();
    private string _program = "ssh-keygen";

    private protected override AgentComputerBackendOptions Options =>
        new() { TimeProvider = Clock, DataDirectory = _temp["data"], SshKeygenProgram = _program };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _temp.Dispose();
    }

    [FactWithSshKeygen]
    public async Task Credentials_are_a_new_key_pair_with_a_certificate_of_our_authority()
    {
        var computer = await ComputerAsync();

        var answer = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh-credentials", HttpStatusCode.Created);

        var said = await SaidOfAsync((string)answer["client_certificate"]!);
        said.Should().Contain("ssh-ed25519-cert-v01@openssh.com user certificate")
            .And.Contain($"Key ID: \"computer-{computer}\"")
            .And.Contain("Valid: from 2027-01-02T03:03:05 to 2027-01-02T03:19:05")
            .And.MatchRegex(@"Principals:\s+node\s")
            .And.Contain(await FingerprintAsync((string)answer["client_public_key"]!), "the certificate is for the key that came with it")
            .And.Contain(await FingerprintAsync(await File.ReadAllTextAsync(_temp["data/ssh/ca.pub"])), "our authority has signed it");
        ((string?)answer["expires_at"]).Should().Be("2027-01-02T03:19:05Z");
        (await PublicOfAsync((string)answer["client_private_key"]!)).Should().Be(string.Join(' ', ((string)answer["client_public_key"]!).Split(' ')[..2]));
        ((string?)answer["edge_host"]).Should().BeEmpty("there is no SSH server");
        ((int)answer["edge_port"]!).Should().Be(0);
    }

    [FactWithSshKeygen]
    public async Task A_registered_key_is_certified_for_as_long_as_was_asked()
    {
        var computer = await ComputerAsync();
        var key = await RegisterAsync();

        var answer = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh/certificates", HttpStatusCode.Created, new { ssh_key_id = key, ttl_seconds = 60 });

        (await SaidOfAsync((string)answer["authorized_key"]!)).Should().Contain("to 2027-01-02T03:05:05").And.Contain(await FingerprintAsync(await File.ReadAllTextAsync(_temp["own.pub"])));
        ((string?)answer["ssh_user"]).Should().Be("node");
        var keys = await CallAsync(HttpMethod.Get, "/v1/ssh-keys", HttpStatusCode.OK);
        ((string?)keys["ssh_keys"]![0]!["last_used_at"]).Should().Be("2027-01-02T03:04:05Z");
    }

    [FactWithSshKeygen]
    public async Task The_authority_is_private_and_stays_the_same_and_no_other_key_is_left_on_the_disk()
    {
        var computer = await ComputerAsync();
        await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh-credentials", HttpStatusCode.Created);
        var authority = await File.ReadAllTextAsync(_temp["data/ssh/ca.pub"]);

        Directory.CreateDirectory(_temp["data/ssh/tmp-left-by-a-killed-process"]);
        await RestartAsync();
        await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh-credentials", HttpStatusCode.Created, new { ttl_seconds = 3600 });

        (await File.ReadAllTextAsync(_temp["data/ssh/ca.pub"])).Should().Be(authority);
        File.GetUnixFileMode(_temp["data/ssh/ca"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFileSystemEntries(_temp["data/ssh"]).Select(Path.GetFileName).Should().BeEquivalentTo("ca", "ca.pub");
    }

    [FactWithSshKeygen]
    public async Task A_key_of_another_workspace_is_not_certified()
    {
        var key = await RegisterAsync();
        using var other = Client(Backend.CreateApiKey("org_other"));
        var created = await CallAsync(HttpMethod.Post, "/v1/computers", HttpStatusCode.Accepted, new { handle = "theirs" }, other);
        var computer = (string)created["computer"]!["id"]!;

        await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh/certificates", HttpStatusCode.NotFound, new { ssh_key_id = key }, other);
    }

    [Theory]
    [InlineData("{}", "ssh_key_id")]
    [InlineData("""{"ssh_key_id":"x","ttl_seconds":3601}""", "ttl_seconds")]
    public async Task A_bad_body_is_refused_with_the_name_of_its_field(string body, string field)
    {
        var computer = await ComputerAsync();

        var refusal = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh/certificates", HttpStatusCode.BadRequest, JsonNode.Parse(body));

        MessageOf(refusal).Should().Contain(field);
    }

    [Fact]
    public async Task Without_ssh_keygen_the_refusal_says_what_to_install()
    {
        _program = _temp["no-such-program"];
        await RestartAsync();
        var computer = await ComputerAsync();

        var refusal = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ssh-credentials", HttpStatusCode.Conflict);

        CodeOf(refusal).Should().Be("ssh_keygen_missing");
        MessageOf(refusal).Should().Contain("openssh-client");
    }

    private async Task<string> RegisterAsync()
    {
        await RunAsync("-q", "-t", "ed25519", "-N", "", "-f", _temp["own"]);
        var added = await CallAsync(HttpMethod.Post, "/v1/ssh-keys", HttpStatusCode.Created, new { public_key = await File.ReadAllTextAsync(_temp["own.pub"]) });
        return (string)added["ssh_key"]!["id"]!;
    }

    private async Task<string> SaidOfAsync(string certificate)
    {
        await File.WriteAllTextAsync(_temp["read-cert.pub"], certificate);
        return await RunAsync("-L", "-f", _temp["read-cert.pub"]);
    }

    private async Task<string> FingerprintAsync(string publicKey)
    {
        await File.WriteAllTextAsync(_temp["read.pub"], publicKey);
        return (await RunAsync("-l", "-f", _temp["read.pub"])).Split(' ')[1];
    }

    private async Task<string> PublicOfAsync(string privateKey)
    {
        await File.WriteAllTextAsync(_temp["private"], privateKey);
        File.SetUnixFileMode(_temp["private"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return string.Join(' ', (await RunAsync("-y", "-f", _temp["private"])).Trim().Split(' ')[..2]);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("ssh-keygen", arguments);
        start.Environment["TZ"] = "UTC";
        var (exitCode, output, error) = await HostProgram.RunAsync(start);
        exitCode.Should().Be(0, "{0}", error);
        return output;
    }
}
