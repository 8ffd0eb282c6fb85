using Flapjack.EndToEnd.Tests.Templates;

namespace Flapjack.EndToEnd.Tests;

/// <summary>The first program that a newcomer runs.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public async Task It_succeeds_and_shows_what_really_happened_as_plain_text()
    {
        using var quickStart = Start([]);

        var (exitCode, output, error) = await quickStart.EndAsync();

        exitCode.Should().Be(0, "it said {0}{1}", output, error);
        error.Should().BeEmpty();
        output.Should().ContainAll(
            "Hello from $HOME, 'quoted' and all", "step 3 in /", "this goes to stderr", "Linux ", "exit code 0",
            "bootstrap.succeeded: the signature is genuine", "agent.deleted: the signature is genuine");
        output.Should().NotContain("\u001b").And.NotContain("\r");
    }

    [Fact]
    public async Task It_needs_neither_the_environments_address_nor_its_proxy()
    {
        using var quickStart = Start([], ("FLAPJACK_BASE_URL", "::nonsense::"), ("HTTP_PROXY", "http://127.0.0.1:1"), ("ALL_PROXY", "http://127.0.0.1:1"));

        var (exitCode, output, error) = await quickStart.EndAsync();

        exitCode.Should().Be(0, "it said {0}{1}", output, error);
    }

    [Theory]
    [InlineData("nope", "INVALID_TEMPLATE")]
    [InlineData("rust-cargo", "needs 'cargo'")]
    public async Task What_goes_wrong_is_said_in_a_sentence(string template, string sentence)
    {
        using var quickStart = Start(["--template", template], ("PATH", "/nowhere"));

        var (exitCode, output, error) = await quickStart.EndAsync();

        exitCode.Should().Be(1);
        error.Should().Contain(sentence);
        (output + error).Should().NotContain("Unhandled exception").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_wrong_argument_is_answered_with_the_usage()
    {
        using var quickStart = Start(["--wrong"]);

        var (exitCode, _, error) = await quickStart.EndAsync();

        exitCode.Should().Be(2);
        error.Should().StartWith("Usage: ").And.NotContain("   at ");
    }

    [Fact]
    public async Task An_interruption_still_deletes_the_agent()
    {
        // Its command sleeps between its steps; here it sleeps until it is interrupted.
        using var tools = await StubTools.CreateHangingAsync("sleep");
        using var quickStart = Start([], ("PATH", $"{tools.Folder}:{Environment.GetEnvironmentVariable("PATH")}"));
        while (await quickStart.Output.ReadLineAsync(Limit.Token) is { } line && !line.StartsWith("step 1 ", StringComparison.Ordinal))
        {
        }

        await SampleProgram.InterruptAsync(quickStart);
        var (exitCode, output, error) = await quickStart.EndAsync();

        exitCode.Should().Be(130);
        output.Should().Contain("is gone, with its computer.").And.NotContain("step 2 ");
        (output + error).Should().NotContain("Unhandled exception").And.NotContain("   at ");
    }

    private static HostProgram Start(string[] arguments, params (string Name, string Value)[] environment) =>
        SampleProgram.Start("QuickStart", arguments, environment);
}
