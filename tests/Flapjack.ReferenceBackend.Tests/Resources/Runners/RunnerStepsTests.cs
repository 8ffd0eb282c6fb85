using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

/// <summary>What is checked when a step is added to a runner.</summary>
public sealed class RunnerStepsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Condition = """{"path":"$.previous","operator":"exists"}""";

    [Fact]
    public async Task A_step_has_a_limit_of_time_and_is_not_repeated_unless_it_says_otherwise()
    {
        var plain = await AddAsync("""{"kind":"agent"}""");
        var own = await AddAsync("""{"kind":"agent","timeoutSec":86400,"safeToRepeat":true}""");

        plain.Body.Should().Contain("\"timeout_sec\":600,\"safe_to_repeat\":false,");
        own.Body.Should().Contain("\"timeout_sec\":86400,\"safe_to_repeat\":true,");
    }

    [Theory]
    [InlineData("""{"kind":"agent","name":""}""", "INVALID_NAME", "name must not be blank. A step may have no name.")]
    [InlineData("""{"kind":"agent","timeoutSec":0}""", "INVALID_TIMEOUT_SEC", "timeoutSec must be a whole number from 1 to 86400.")]
    [InlineData("""{"kind":"agent","timeoutSec":86401}""", "INVALID_TIMEOUT_SEC", "timeoutSec must be a whole number from 1 to 86400.")]
    [InlineData("""{"kind":"agent","safeToRepeat":"yes"}""", "INVALID_SAFE_TO_REPEAT", "safeToRepeat must be true or false.")]
    [InlineData("""{"kind":"agent","inputMapping":"$x"}""", "INVALID_INPUT_MAPPING", "inputMapping must begin with $, and go on with . or [.")]
    [InlineData("""{"kind":"agent","inputMapping":{"a":["$[(@.length-1)]"]}}""", "INVALID_INPUT_MAPPING", "inputMapping.a[0] is no JSONPath.")]
    [InlineData("""{"kind":"agent","config":{"prompt":7}}""", "INVALID_CONFIG", "config.prompt must be a string of Unicode text.")]
    [InlineData("""{"kind":"webhook"}""", "INVALID_CONFIG", "config.url is required, and must not be blank.")]
    [InlineData("""{"kind":"webhook","config":{"url":"ftp://x"}}""", "INVALID_CONFIG", "config.url must be an address that begins with https:// or http://, without spaces or backslashes.")]
    [InlineData("""{"kind":"webhook","config":{"url":"https://ada:pw@x.example"}}""", "INVALID_CONFIG", "config.url must not carry a user name or a password.")]
    [InlineData("""{"kind":"condition","config":{}}""", "INVALID_CONFIG", "config.if is required: the condition.")]
    [InlineData("""{"kind":"condition","config":{"if":{"path":"$.a","operator":"run","value":"id"}}}""", "INVALID_CONFIG", "config.if.operator must be one of equals, *")]
    [InlineData("""{"kind":"condition","config":{"if":{"path":"$.a","operator":"exists"},"otherwise":"die"}}""", "INVALID_CONFIG", "config.otherwise must be \"stop\", *")]
    [InlineData("""{"kind":"computer","config":{"command":"id"}}""", "INVALID_AGENT_ID", "agentId is required for a step of the kind computer: its command runs on the computer of this agent.")]
    public async Task A_wrong_field_is_refused_and_named(string body, string code, string message)
    {
        var runner = await CreateAsync();

        var refused = await backend.PostAsync($"/api/runners/{runner}/steps", body);

        refused.ShouldBeRefused(400, code);
        refused.Text("detail").Should().Match(message);
        (await backend.GetAsync($"/api/runners/{runner}/steps")).Body.Should().Be("[]");
    }

    [Theory]
    [InlineData("", "config.command is required, and must not be blank.")]
    [InlineData(""","config":{"command":" "}""", "config.command is required, and must not be blank.")]
    [InlineData(""","config":{"command":"id","workingDir":7}""", "config.workingDir must be a string of Unicode text.")]
    [InlineData(""","config":{"command":"id","allowFailure":"yes"}""", "config.allowFailure must be true or false.")]
    public async Task A_wrong_command_is_refused_and_named(string more, string message)
    {
        var agent = await backend.CreateAgentAsync();

        var refused = await AddAsync($$"""{"kind":"computer","agentId":"{{agent}}"{{more}}}""");

        refused.ShouldBeRefused(400, "INVALID_CONFIG");
        refused.Text("detail").Should().Be(message);
    }

    [Fact]
    public async Task What_a_step_is_configured_to_do_is_bounded()
    {
        (await AddAsync($$$"""{"kind":"agent","config":{"prompt":"{{{new string('x', 65_536)}}}"}}""")).ShouldBeRefused(400, "INVALID_CONFIG");
        (await AddAsync($$"""{"kind":"agent","inputMapping":"{{new string('x', 65_536)}}"}""")).ShouldBeRefused(400, "INVALID_INPUT_MAPPING");
    }

    [Fact]
    public async Task A_name_is_given_once_in_a_runner()
    {
        var (runner, other) = (await CreateAsync(), await CreateAsync());
        const string Step = """{"kind":"agent","name":"Check"}""";

        (await backend.PostAsync($"/api/runners/{runner}/steps", Step)).Status.Should().Be(201);

        (await backend.PostAsync($"/api/runners/{runner}/steps", Step)).ShouldBeRefused(422, "NAME_TAKEN");
        (await backend.PostAsync($"/api/runners/{other}/steps", Step)).Status.Should().Be(201);
        (await backend.PostAsync($"/api/runners/{runner}/steps", """{"kind":"agent"}""")).Status.Should().Be(201);
        (await backend.PostAsync($"/api/runners/{runner}/steps", """{"kind":"agent"}""")).Status.Should().Be(201);
    }

    [Fact]
    public async Task A_runner_has_at_most_a_hundred_steps()
    {
        var runner = await CreateAsync();
        for (var n = 0; n < 100; n++)
        {
            (await backend.PostAsync($"/api/runners/{runner}/steps", """{"kind":"agent"}""")).Status.Should().Be(201);
        }

        (await backend.PostAsync($"/api/runners/{runner}/steps", """{"kind":"agent"}""")).ShouldBeRefused(422, "TOO_MANY_STEPS");
    }

    [Theory]
    [InlineData("agent", "{}", 201)]
    [InlineData("webhook", """{"url":"https://x.example"}""", 201)]
    [InlineData("condition", "{\"if\":" + Condition + "}", 201)]
    [InlineData("computer", """{"command":"id"}""", 403)]
    public async Task Only_a_caller_who_may_run_commands_adds_a_command(string kind, string config, int status)
    {
        var (runner, agent) = (await CreateAsync(), await backend.CreateAgentAsync());
        var client = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId, []));

        var added = await TestBackend.SendAsync(
            client, HttpMethod.Post, $"/api/runners/{runner}/steps", $$"""{"kind":"{{kind}}","agentId":"{{agent}}","config":{{config}}}""");

        added.Status.Should().Be(status, added.Body);
    }

    private async Task<HttpAnswer> AddAsync(string body) => await backend.PostAsync($"/api/runners/{await CreateAsync()}/steps", body);

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");
}
