using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

public sealed class NoCoderTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_session_that_nobody_would_work_on_is_refused_and_not_stored()
    {
        var agent = await backend.PostAsync("/api/code-agents", """{"name":"Bug Fixer","defaultRepoUrl":"https://github.com/acme/app"}""");

        var refused = await backend.PostAsync(CodingBackend.All, $$"""{"codeAgentId":"{{agent.Text("id")}}","prompt":"Fix it."}""");

        refused.ShouldBeRefused(422, "CODER_NOT_CONFIGURED");
        refused.Text("detail").Should().Contain("FlapjackBackendOptions.Coder");
        (await backend.GetAsync(CodingBackend.All)).Body.Should().Be("[]");
    }

    public static TheoryData<LocalCoder, string> Wrong => new()
    {
        { new() { Command = " " }, "Command" },
        { new() { Command = "a\0b" }, "Command" },
        { new() { Command = new('x', 200_000) }, "Command" },
        { new() { Command = "x", Timeout = TimeSpan.Zero }, "Timeout" },
        { new() { Command = "x", Timeout = TimeSpan.FromDays(2) }, "Timeout" },
        { new() { Command = "x", MaxSessionsAtOnce = 0 }, "MaxSessionsAtOnce" },
        { new() { Command = "x", MaxSessionsAtOnce = 101 }, "MaxSessionsAtOnce" },
        { new() { Command = "x", SizeClass = new("huge") }, "SizeClass" },
        { new() { Command = "x", Variables = { ["FLAPJACK_PROMPT"] = "secret-value" } }, "FLAPJACK_PROMPT" },
        { new() { Command = "x", Variables = { ["A-B"] = "secret-value" } }, "A-B" },
        { new() { Command = "x", Variables = { ["AB"] = "secret-value\0" } }, "AB" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task An_option_that_makes_no_sense_is_refused_by_its_name(LocalCoder coder, string named)
    {
        var start = () => FlapjackBackend.StartAsync(new() { Coder = coder });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain(named).And.NotContain("secret-value");
    }
}
