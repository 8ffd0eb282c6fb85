using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Agents;

public sealed class DeleteAgentTests : WireTest
{
    private const string Path = "/api/agents/a1";

    private static readonly Answer NotFound = new(404, """{"error":"NOT_FOUND","detail":"Agent not found"}""");

    [Theory]
    [InlineData(200, """{"ok":true}""", "application/json")]
    [InlineData(200, "", null)]
    [InlineData(200, "deleted", "text/plain")]
    [InlineData(202, "", null)]
    [InlineData(204, "", null)]
    public async Task Any_success_will_do(int status, string body, string? contentType)
    {
        Wire.Answers(Path, new Answer(status, body, contentType));

        await Client.DeleteAgentAsync("a1").Soon();

        Wire.Request.Method.Should().Be("DELETE");
        Wire.Request.Body.Should().BeEmpty();
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_not_found()
    {
        Wire.Answers(Path, NotFound);

        var thrown = await Client.Invoking(client => client.DeleteAgentAsync("a1")).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.Detail.Should().Be("Agent not found");
        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task An_agent_that_is_not_there_any_more_at_the_second_attempt_was_deleted_by_the_first()
    {
        Wire.Answers(Path, new Answer(503), NotFound);

        await Client.DeleteAgentAsync("a1").Soon();

        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task So_it_is_when_only_the_answer_of_the_first_attempt_was_lost()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var delete = client.DeleteAgentAsync("a1");

        (await server.AcceptRequest()).Close();
        await (await server.AcceptRequest()).Answer(404, NotFound.Body);

        await delete.Soon();
    }
}
