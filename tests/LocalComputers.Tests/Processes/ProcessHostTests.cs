using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

public sealed class ProcessHostTests
{
    private readonly CapturedLog _log = new();

    [Fact]
    public async Task The_portable_way_is_said_once_with_its_reason()
    {
        await using var host = new ProcessHost(_log, "the reason", new ProcessTable(_log));
        for (var i = 0; i < 2; i++)
        {
            await using var child = host.Start(new ProcessStart
            {
                FileName = "/bin/true",
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string>(),
            });
            (await child.Exited).ExitCode.Should().Be(0);
        }

        _log.Messages.Should().ContainSingle().Which.Should().Contain("the reason");
    }

    [Fact]
    public async Task Where_nothing_is_missing_nothing_is_said()
    {
        await using var host = new ProcessHost(_log);

        _log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void A_missing_process_table_is_said_with_its_place()
    {
        _ = new ProcessTable(_log, root: "/nowhere");

        _log.Messages.Should().ContainSingle().Which.Should().Contain("/nowhere");
    }

    [Fact]
    public async Task Disposing_twice_is_harmless()
    {
        var host = new ProcessHost(_log);

        await host.DisposeAsync();
        await host.DisposeAsync();
    }
}
