namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>Isolation that cannot be had is an error, and says what would help. None of this needs bubblewrap.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task A_machine_without_bubblewrap_is_told_so_at_the_start()
    {
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = ComputerIsolation.Bubblewrap, BubblewrapProgram = "no-such-bwrap" });

        (await start.Should().ThrowAsync<PlatformNotSupportedException>()).Which.Message.Should()
            .Contain("bubblewrap is not installed").And.Contain("no-such-bwrap").And.Contain("Install the package 'bubblewrap'").And.Contain("Isolation to None");
    }

    [Fact]
    public async Task A_bubblewrap_that_fails_is_quoted_at_the_start()
    {
        // It knows none of the options that it is given, and says so.
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = ComputerIsolation.Bubblewrap, BubblewrapProgram = "/bin/ls" });

        (await start.Should().ThrowAsync<PlatformNotSupportedException>()).Which.Message.Should()
            .Contain("bubblewrap does not work here").And.Contain("unrecognized option").And.Contain("user namespaces").And.Contain("Isolation to None");
    }

    [Fact]
    public async Task Nothing_is_isolated_unless_it_is_asked_for()
    {
        await using var backend = await Api.TestBackend.StartAsync(options => options.BubblewrapProgram = "no-such-bwrap");

        (await backend.RunAsync(await backend.CreateReadyAgentAsync(), "[ -e /proc/$PPID ] && ls -d /etc/passwd")).Stdout.Should().Be("/etc/passwd\n");
    }

    [Fact]
    public async Task No_network_without_isolation_is_a_contradiction()
    {
        var start = () => FlapjackBackend.StartAsync(new() { AllowNetwork = false });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("AllowNetwork").And.Contain("Bubblewrap");
    }

    [Fact]
    public async Task Visible_paths_without_isolation_are_one_too()
    {
        var start = () => FlapjackBackend.StartAsync(new() { VisiblePaths = { "/opt/jdk" } });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("VisiblePaths");
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/proc/1")]
    [InlineData("/workspace/tools")]
    [InlineData("/tmp")]
    [InlineData("/home")]
    [InlineData("/opt/../tmp")]
    public async Task A_visible_path_that_means_something_else_inside_is_refused(string path)
    {
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = ComputerIsolation.Bubblewrap, VisiblePaths = { path } });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain($"'{path}'");
    }

    [Fact]
    public async Task There_is_no_third_isolation()
    {
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = (ComputerIsolation)2 });

        await start.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }
}
