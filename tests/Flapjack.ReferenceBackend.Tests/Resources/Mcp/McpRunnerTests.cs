using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Skills;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>A step of a run has the MCP servers of its agent and of its runner, and those that are skills.</summary>
public sealed class McpRunnerTests(McpToolServer server) : IClassFixture<McpToolServer>, IDisposable
{
    private const string OnlyEcho = """{"allowed_tools":["echo"]}""";
    private const string OnlyAdd = """{"allowed_tools":["add"]}""";

    private McpWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_step_of_an_agent_has_the_servers_of_both_and_a_chat_has_those_of_the_agent()
    {
        _world.Attach(server, name: "Of agent", attachment: OnlyEcho);
        _world.Attach(server, name: "Of runner", attachment: OnlyAdd, to: "runner_mcps");

        await using var chat = await _world.OfferAsync();
        await using var step = await _world.OfferToStepAsync(hasAgent: true);
        await using var alone = await _world.OfferToStepAsync(hasAgent: false);

        Names(chat).Should().Equal("of-agent__echo");
        Names(step).Should().Equal("of-agent__echo", "of-runner__add");
        Names(alone).Should().Equal("of-runner__add");
        (await alone.ResultAsync("of-runner__add", """{"a":1,"b":2}""")).Should().Be("""{"value":3}""");
    }

    [Theory]
    [InlineData(OnlyEcho, new[] { "shop__echo" })]
    [InlineData("""{"allowed_tools":[]}""", new string[0])]
    public async Task A_server_that_both_have_is_the_agents(string ofAgent, string[] names)
    {
        _world.Attach(server, name: "Shop", attachment: ofAgent);
        _world.AttachAgain(_world.IdOf("Shop"), OnlyAdd, "runner_mcps");

        await using var step = await _world.OfferToStepAsync(hasAgent: true);
        await using var alone = await _world.OfferToStepAsync(hasAgent: false);

        Names(step).Should().Equal(names);
        Names(alone).Should().Equal("shop__add");
        step.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_skill_is_called_with_its_token_and_has_a_slug_of_its_own()
    {
        Skills(new("k1", "Shop", Url, McpToolServer.Secret, Fault: null), new("k2", "Shop", Url, McpToolServer.Secret, Fault: null));
        _world.Attach(server, name: "Shop", attachment: OnlyEcho);

        await using var offer = await _world.OfferAsync();

        offer.Faults.Should().BeEmpty();
        var sums = Names(offer).Where(name => name.EndsWith("__add", StringComparison.Ordinal)).ToList();
        sums.Should().HaveCount(2).And.OnlyContain(name => name.StartsWith("shop_", StringComparison.Ordinal) && name != "shop__add").And.OnlyHaveUniqueItems();
        Names(offer).Should().Contain("shop__echo");
        (await offer.ResultAsync(sums[1], """{"a":1,"b":2}""")).Should().Be("""{"value":3}""");
    }

    [Fact]
    public async Task A_skill_that_does_not_answer_is_a_fault_and_the_others_are_offered()
    {
        Skills(
            new("k1", "Wrong key", Url, "s3cret-that-is-wrong", Fault: null),
            new("k2", "No address", "", Token: null, Fault: null),
            new("k3", "Private", "https://10.0.0.1/mcp", "s3cret", Fault: null),
            new("k4", "No credential", Url, Token: null, "The credential can't be sent."),
            new("k5", "Good", Url, McpToolServer.Secret, Fault: null));

        await using var offer = await _world.OfferAsync();

        Names(offer).Should().NotBeEmpty().And.OnlyContain(name => name.StartsWith("good__", StringComparison.Ordinal));
        offer.Faults.Select(fault => (fault.SpanKind, fault.Source)).Should().Equal(("mcp", "Wrong key"), ("mcp", "No address"), ("mcp", "Private"), ("mcp", "No credential"));
        offer.Faults.Should().OnlyContain(fault => !fault.Reason.Contains("s3cret", StringComparison.Ordinal));
        offer.Faults[2].Reason.Should().Contain("private network");
        offer.Faults[3].Reason.Should().Be("The credential can't be sent.");
    }

    private string Url => $"http://127.0.0.1:{server.Port}/mcp";

    private static IEnumerable<string> Names(ToolOffer offer) => offer.Tools.Select(tool => tool.Name);

    private void Skills(params SkillServer[] skills)
    {
        _world.Dispose();
        _world = new() { Skills = skills };
    }
}
