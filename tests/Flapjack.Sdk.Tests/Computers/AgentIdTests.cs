using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers;

public sealed class AgentIdTests
{
    public static TheoryData<string, string> HostileIds => new()
    {
        { "../../etc", "..%2F..%2Fetc" },
        { "a/b", "a%2Fb" },
        { @"a\b", "a%5Cb" },
        { "%2f", "%252f" },
        { "%2e%2e", "%252e%252e" },
        { "..", "%2E%2E" },
        { ".", "%2E" },
        { "...", "..." },
        { "?x=1", "%3Fx%3D1" },
        { "#", "%23" },
        { "a&b=c;d", "a%26b%3Dc%3Bd" },
        { "a b", "a%20b" },
        { "a\r\nHost: evil", "a%0D%0AHost%3A%20evil" },
        { "\0", "%00" },
        { "ü", "%C3%BC" },
        { "日本🥞", "%E6%97%A5%E6%9C%AC%F0%9F%A5%9E" },
        { "http://evil.dev", "http%3A%2F%2Fevil.dev" },
        { "@evil.dev", "%40evil.dev" },
        { "11111111-1111-4111-8111-111111111111", "11111111-1111-4111-8111-111111111111" },
    };

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task An_id_arrives_as_one_escaped_segment(string id, string segment)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.GetComputerStatusAsync(id);
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.RequestLine.Should().Be($"GET /api/agents/{segment}/computer/status HTTP/1.1");
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task Nothing_but_that_agent_can_be_deleted(string id, string segment)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.DeleteAgentAsync(id);
        var connection = await server.AcceptRequest();
        await connection.Answer(200, """{"ok":true}""");

        await call.Soon();
        connection.RequestLine.Should().Be($"DELETE /api/agents/{segment} HTTP/1.1");
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task No_command_runs_at_another_address(string id, string segment)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.RunComputerAsync(id, new() { Command = "true" });
        var connection = await server.AcceptStream();
        await connection.Write(Frames.Exit);

        await call.Soon();
        connection.RequestLine.Should().Be($"POST /api/agents/{segment}/computer/exec HTTP/1.1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\n")]
    public void An_id_is_checked_at_the_call_by_every_method(string? id)
    {
        using var client = TestClient.At(new("http://127.0.0.1:9"));
        var exec = new ExecComputerOptions { Command = "true" };
        Action[] calls =
        [
            () => client.GetComputerStatusAsync(id!),
            () => client.WatchComputerStatusAsync(id!),
            () => client.StreamBootstrapAsync(id!),
            () => client.ExecComputerAsync(id!, exec),
            () => client.RunComputerAsync(id!, exec),
            () => client.WaitUntilComputerReadyAsync(id!),
            () => client.DeleteAgentAsync(id!),
            () => client.GetComputerConfigAsync(id!),
            () => client.UpdateComputerConfigAsync(id!, new()),
            () => client.GetComputerInstancesAsync(id!),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
    }
}
