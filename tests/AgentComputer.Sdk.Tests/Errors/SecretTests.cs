using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Errors;

/// <summary>What no log may show: records print it in no way, and exceptions never hold it.</summary>
public sealed class SecretTests : WireTest
{
    private const string Secret = "geheim-0123456789";

    public static TheoryData<object> Records => new(
        new AccessSession { Id = "s1", AccessUrl = $"https://x.test/?access_token={Secret}", ConnectUrl = $"https://exec.test/?token={Secret}", ConnectToken = Secret },
        new SshCredentials { ComputerId = "c1", ClientPrivateKey = Secret },
        new Share { Id = "h1", ShareUrl = $"https://s.test/{Secret}" },
        new ResolvedShare { Id = "h1", ShareUrl = $"https://s.test/{Secret}" },
        new CreateMountRequest { Kind = MountKind.S3, TargetPath = "/m", Bucket = "b", AccessKeyId = Secret, SecretAccessKey = Secret });

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_with_a_secret_prints_that_there_is_one(object record) =>
        record.ToString().Should().NotContain(Secret).And.Contain("[hidden]").And.StartWith(record.GetType().Name);

    [Fact]
    public void A_record_without_a_secret_prints_that_there_is_none() =>
        new AccessSession { Id = "s1" }.ToString().Should().Contain("AccessUrl = ,").And.Contain("ConnectToken = ,").And.NotContain("[hidden]");

    [Fact]
    public void A_session_hides_its_secrets_where_it_is_printed_inside_another_record() =>
        $"{new PublishedPortChange()} {new ComputerChange()} {new { Session = new AccessSession { ConnectToken = Secret } }}".Should().NotContain(Secret);

    [Fact]
    public async Task The_key_is_taken_out_of_whatever_the_service_echoes()
    {
        Wire.Answers("/v1/me", new Answer(401, $$$"""{"error":{"code":"unauthorized","message":"Bearer {{{TestClient.Key}}} is unknown"}}"""));

        var read = () => Client.GetMeAsync().Soon();

        var refusal = (await read.Should().ThrowAsync<AgentComputerAuthenticationException>()).Which;
        refusal.ToString().Should().NotContain(TestClient.Key);
        refusal.Detail.Should().Be("Bearer [key] is unknown");
    }

    [Fact]
    public void The_options_never_show_the_key()
    {
        new AgentComputerClientOptions { ApiKey = TestClient.Key }.ToString().Should().NotContain(TestClient.Key).And.Contain("[hidden]");
        new AgentComputerClientOptions { TokenProvider = _ => ValueTask.FromResult("t") }.ToString().Should().Contain("(from the provider)");
    }
}
