using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>Which agents have the tools of a computer, and how an agent without a computer gets one.</summary>
public sealed class ComputerToolsTests(TestBackend server) : IClassFixture<TestBackend>
{
    private static readonly string[] All = ["computer_run", "computer_write_file", "computer_read_file"];

    private readonly ComputerToolbox _tools = new(server);

    [Fact]
    public async Task An_agent_without_a_computer_is_offered_nothing()
    {
        var agent = await server.CreateBareAgentAsync();

        (await _tools.Source.NamesAsync(_tools.Turn(agent))).Should().BeEmpty();
    }

    [Fact]
    public async Task An_agent_that_a_template_made_has_the_documented_tools()
    {
        var agent = await server.CreateAgentAsync();

        (await _tools.Source.NamesAsync(_tools.Turn(agent))).Should().Equal(All);
    }

    [Fact]
    public async Task The_configuration_of_the_agent_decides()
    {
        var (with, without) = (await server.CreateBareAgentAsync(), await server.CreateAgentAsync());
        await ConfigureAsync(with, """{"enabled":true}""");
        await ConfigureAsync(without, """{"enabled":false}""");

        (await _tools.Source.NamesAsync(_tools.Turn(with))).Should().Equal(All);
        (await _tools.Source.NamesAsync(_tools.Turn(without))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_message_overrides_the_configuration()
    {
        var (bare, made) = (await server.CreateBareAgentAsync(), await server.CreateAgentAsync());

        (await _tools.Source.NamesAsync(_tools.Turn(bare, """{"enabled":true}"""))).Should().Equal(All);
        (await _tools.Source.NamesAsync(_tools.Turn(made, """{"enabled":false}"""))).Should().BeEmpty();
        (await _tools.Source.NamesAsync(_tools.Turn(made, """{"enabled":"no"}"""))).Should().Equal(All);
    }

    [Fact]
    public async Task Each_tool_tells_its_arguments_and_may_take_as_long_as_its_work_may_take()
    {
        var agent = await server.CreateBareAgentAsync();
        await using var offer = await _tools.Source.OfferAsync(_tools.Turn(agent, ComputerToolbox.Enabled), CancellationToken.None);

        offer.Tools.Select(tool => tool.Parameters.GetProperty("required").GetRawText()).Should().Equal("""["command"]""", """["path", "content"]""", """["path"]""");
        offer.Tools.Should().OnlyContain(tool => tool.SpanKind == "tool" && tool.Description.Length > 0);
        offer.Tools[0].Limit.Should().BeGreaterThan(TimeSpan.FromHours(1));
        offer.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_first_call_makes_the_computer_of_an_agent_without_a_template()
    {
        var agent = await server.CreateBareAgentAsync();
        (await server.Backend.StatusOfAsync(agent)).Should().Be("none");
        (await server.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""")).Status.Should().Be(409);

        var outcome = await _tools.RunAsync(agent, "echo hello; pwd -P | grep -o '/workspace$'");

        outcome.Answer().GetRawText().Should().Be("""{"exitCode":0,"stdout":"hello\n/workspace\n","stderr":"","timedOut":false}""");
        (await server.Backend.StatusOfAsync(agent)).Should().Be("ready");
        (await server.RunAsync(agent, "echo the same computer")).Stdout.Should().Be("the same computer\n");
    }

    [Fact]
    public async Task A_file_may_be_the_first_that_an_agent_needs_a_computer_for()
    {
        var agent = await server.CreateBareAgentAsync();

        (await _tools.WriteAsync(agent, "note.txt", "hello")).Answer();

        (await _tools.RunAsync(agent, "cat note.txt")).Answer().GetProperty("stdout").GetString().Should().Be("hello");
    }

    [Fact]
    public async Task Calls_at_once_make_one_computer()
    {
        var agent = await server.CreateBareAgentAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => _tools.RunAsync(agent, $"echo >>calls; echo {number}")));

        outcomes.Select(outcome => outcome.Answer().GetProperty("stdout").GetString()).Should().Equal("0\n", "1\n", "2\n", "3\n", "4\n");
        (await server.RunAsync(agent, "cat calls | wc -l")).Stdout.Should().Be("5\n");
        (await server.GetAsync($"/api/agents/{agent}/computer-instances")).Json.GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_computer_that_one_message_asked_for_changes_nothing_of_the_configuration()
    {
        var agent = await server.CreateBareAgentAsync();
        var before = (await server.GetAsync($"/api/agents/{agent}/computer")).Body;

        (await _tools.RunAsync(agent, "true")).Answer();

        (await server.GetAsync($"/api/agents/{agent}/computer")).Body.Should().Be(before).And.Contain("\"enabled\":false");
        (await _tools.Source.NamesAsync(_tools.Turn(agent))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_computer_has_the_size_that_the_agent_is_configured_for()
    {
        var agent = await server.CreateBareAgentAsync();
        await ConfigureAsync(agent, """{"enabled":true,"sizeClass":"large"}""");

        (await _tools.Source.CallAsync(_tools.Turn(agent), "computer_run", """{"command":"true"}""")).Answer();

        (await server.GetAsync($"/api/agents/{agent}/computer-instances")).Body.Should().Contain("\"sizeClass\":\"large\"");
    }

    private async Task ConfigureAsync(string agent, string config)
    {
        var answer = await TestBackend.SendAsync(server.Client, HttpMethod.Put, $"/api/agents/{agent}/computer", config);
        answer.Status.Should().Be(200, answer.Body);
    }
}
