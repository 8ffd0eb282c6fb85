using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Chat.Web;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Computers;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources;

namespace Flapjack.ReferenceBackend.Tests.Chat.Web;

public sealed class WebToolsTests(TestBackend server) : IClassFixture<TestBackend>
{
    private static readonly string[] All = ["web_search", "web_research", "web_read", "web_crawl"];

    private readonly WebTools _source = new(new(server.Backend.Store(), TimeProvider.System));

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("""{"enabled":true}""", null, true)]
    [InlineData("""{"enabled":false}""", null, false)]
    [InlineData("""{"search":true}""", null, false)]
    [InlineData(null, """{"enabled":true}""", true)]
    [InlineData("""{"enabled":true}""", """{"enabled":false}""", false)]
    [InlineData("""{"enabled":true}""", "{}", true)]
    public async Task The_configuration_and_the_message_say_whether_there_are_any(string? config, string? overrides, bool isOffered)
    {
        var agent = await server.CreateBareAgentAsync();
        if (config is not null)
        {
            (await TestBackend.SendAsync(server.Client, HttpMethod.Put, $"/api/agents/{agent}/web", config)).Status.Should().Be(200);
        }

        (await _source.NamesAsync(Turn(agent, overrides))).Should().Equal(isOffered ? All : []);
    }

    [Fact]
    public async Task Each_says_that_it_is_not_available_here_and_what_to_do()
    {
        var agent = await server.CreateBareAgentAsync();

        foreach (var tool in All)
        {
            var outcome = await _source.CallAsync(Turn(agent, """{"enabled":true}"""), tool, """{"query":"weather"}""");

            outcome.Fault().Should().Be(
                $"{tool} is not available locally: this backend does not reach the web. Answer from what you know, and say that you could not look it up. "
                + "The app can offer a tool of its own for it, or a custom tool or an MCP server that reaches the web.");
        }
    }

    private TurnScope Turn(string agent, string? overrides) => new ComputerToolbox(server).Turn(agent) with
    {
        Overrides = new() { Web = overrides is null ? null : JsonElement.Parse(overrides) },
    };
}
